/* Starts the console with the distribution's Python and the packages shipped beside it. */
#include <Python.h>
#include <stdlib.h>

#define ROOT "/usr/lib/{{ cookiecutter.app_name }}"

static void must(PyStatus status) {
    if (PyStatus_Exception(status)) Py_ExitStatusException(status);
}

static void put_first(const char *folder) {
    PyObject *path = PySys_GetObject("path");
    PyObject *entry = PyUnicode_FromString(folder);
    if (!path || !entry || PyList_Insert(path, 0, entry)) {
        PyErr_Print();
        exit(1);
    }
    Py_DECREF(entry);
}

int main(int argc, char *argv[]) {
    /* An administrator's own values stand. */
    setenv("ALPR_CONSOLE_RESOURCES", ROOT "/app/resources", 0);
    setenv("ALPR_CONSOLE_MODELS", ROOT "/app/models", 0);

    PyConfig config;
    PyConfig_InitIsolatedConfig(&config);
    config.parse_argv = 0;
    config.write_bytecode = 0;
    must(PyConfig_SetBytesArgv(&config, argc, argv));
    must(PyConfig_SetBytesString(&config, &config.run_module, "{{ cookiecutter.module_name }}"));
    must(Py_InitializeFromConfig(&config));
    PyConfig_Clear(&config);
    /* Since Python 3.11 the search path does not exist before this point. */
    put_first(ROOT "/app_packages");
    put_first(ROOT "/app");
    return Py_RunMain();
}
