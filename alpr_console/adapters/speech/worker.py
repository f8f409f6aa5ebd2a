"""The process that speaks: python -m alpr_console.adapters.speech.worker

A speech engine blocks for the whole utterance, can hang in its sound library, and once
took the console with it when it crashed; so it lives here, by itself. A line of JSON in is
an order, a line of JSON out says how it went. A line that names an order to cut off takes
effect while that order is under way. The end of the input ends the process, so none outlives
a console that was killed.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import sys
import tempfile
import threading
import wave
from pathlib import Path
from typing import Any, TextIO

from alpr_console.adapters.speech.engine import Voice
from alpr_console.adapters.speech.faults import CutOff, SoundFault
from alpr_console.adapters.speech.loudspeaker import (
    Cutter,
    Folder,
    Loudspeaker,
    Sink,
    stop_on_windows,
)
from alpr_console.adapters.speech.volume import at_volume

Answer = dict[str, Any]
"""'played', 'spoken' and 'state': '' or a fault of each, absent where it was not tried."""


def obey(order: dict[str, Any], voice: Voice, sink: Sink, cutter: Cutter) -> Answer:
    """Carry out one order."""
    answer: Answer = {"number": order["number"], "cut": False}
    cutter.begin(int(order["number"]))
    try:
        if order["act"] == "sound":
            _sound(order, voice, sink, cutter, answer)
        else:
            # The state first: a dummy takes the silence without a word.
            answer["state"] = sink.state()
            if order["act"] == "check":
                _try(answer, "spoken", voice.ready)
                answer["voices"] = voice.voices
                _try(answer, "played", sink.ready)
    except CutOff:
        answer["cut"] = True
    return answer


def _sound(order: dict[str, Any], voice: Voice, sink: Sink, cutter: Cutter, answer: Answer) -> None:
    volume, path, words = int(order["volume"]), str(order["path"]), str(order["words"])
    with tempfile.TemporaryDirectory() as folder:
        if path:

            def play() -> None:
                sound = Path(path)
                if not sound.is_file():
                    what = f"The sound {sound.name} is missing. Install the console again."
                    raise SoundFault(what)
                sink.take(at_volume(sound, volume, Path(folder)), "play", sound.stem)

            _try(answer, "played", play)
            if answer["played"]:
                sink.lost("play", Path(path).stem, answer["played"])
        if words:
            cutter.look()
            wav = Path(folder) / "words.wav"
            _try(answer, "spoken", lambda: voice.speak_into(words, wav, str(order["voice"])))
            if answer["spoken"]:
                sink.lost("say", words, answer["spoken"])
            else:
                take = at_volume(wav, volume, Path(folder))
                _try(answer, "played", lambda: sink.take(take, "say", words))
                if answer["played"]:
                    sink.lost("say", words, answer["played"])


def _try(answer: Answer, part: str, act: Any) -> None:
    try:
        act()
    except SoundFault as problem:
        answer[part] = str(problem)
    except OSError as problem:
        answer[part] = f"Sound failed ({problem.strerror})."
    except (wave.Error, EOFError) as problem:
        answer[part] = f"A sound file is damaged ({problem}). Install the console again."
    else:
        answer[part] = ""


def serve(orders: TextIO, answers: TextIO, voice: Voice, sink: Sink, cutter: Cutter) -> None:
    """Carry out orders until there are no more."""
    waiting: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()

    def listen() -> None:
        for line in orders:
            order = json.loads(line)
            if order["act"] == "cut":
                cutter.cut(int(order["number"]))
                stop_on_windows()
            else:
                waiting.put(order)
        waiting.put(None)

    threading.Thread(target=listen, name="orders", daemon=True).start()
    while (order := waiting.get()) is not None:
        answers.write(json.dumps(obey(order, voice, sink, cutter)) + "\n")
        answers.flush()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--into", type=Path, default=None)
    parser.add_argument("--engine", default=None)
    chosen = parser.parse_args()
    # The engine prints to standard output as it likes; the answers need a line of their own.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    cutter = Cutter()
    sink: Sink = Loudspeaker(cutter) if chosen.into is None else Folder(chosen.into)
    serve(sys.stdin, answers, Voice(chosen.engine), sink, cutter)


if __name__ == "__main__":
    main()
