"""The administrator's part of the tour: lists, their versions, an import in three steps."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from PySide6.QtWidgets import QPushButton

from tests.fakes.shift import START
from tests.ui.driver import Driver

SVS = """LIC,LIS,VYR,VMA,VMO,VST,VCO,OCA,TYPE
7ABC123,CA,2021,TOYT,4RN,LL,BLK,26-104233,stolen vehicle
6TRJ244,CA,2016,GMC,SIE,PK,GRY,26-104411,stolen vehicle
5SOW350,CA,2003,HOND,ACC,4D,SIL,26-101877,felony
,CA,2019,FORD,F15,PK,WHI,26-100003,stolen vehicle
8?X,CA,2018,SUBA,OBK,SW,GRN,26-100004,stolen vehicle
7ABC123,CA,2021,TOYT,4RN,LL,BLK,26-104233,stolen vehicle
8IMM111,CA,2012,NISS,ALT,4D,BLU,26-100009,immigration
"""


def lists_tour(driver: Driver) -> Iterator[str]:
    driver.key("F4")
    yield "lists"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "svs-daily.csv"
        # Enough sound lines for the faulty one not to refuse the file.
        more = "".join(f"8LST{n:03d},CA,2020,FORD,ESC,LL,RED,26-2{n:05d},\n" for n in range(200))
        path.write_text(SVS + more, encoding="ascii")
        written = (START - timedelta(minutes=20)).timestamp()
        os.utime(path, (written, written))
        driver.press("list_import")
        driver.write("import_file", str(path))
        driver.write("import_name_line", "SVS")
        driver.press("import_look")
        _until(driver, lambda: _can_press(driver, "import_check"))
        yield "import-columns"
        driver.press("import_check")
        _until(driver, lambda: _can_press(driver, "import_go"))
        yield "import-check"
        driver.press("import_go")
        _until(driver, lambda: driver.visible("list_versions"))
    driver.press("list_versions")
    yield "list-versions"
    driver.key("Backspace")
    driver.press("list_designate")
    yield "list-designate"
    driver.press("page_users")
    driver.press("user_go")
    yield "administration"
    driver.press("page_people")
    yield "people"
    driver.press("page_policy")
    yield "policy"


def _can_press(driver: Driver, name: str) -> bool:
    keys = [w for w in driver.window.findChildren(QPushButton, name) if w.isVisible()]
    return bool(keys) and keys[0].isEnabled()


def _until(driver: Driver, true: Callable[[], bool]) -> None:
    driver.wait_for(true)
    driver.settle()
