/* Starts the console with the distribution's Python and the packages shipped beside it. */
#include <Python.h>
#include <stdlib.h>

#define ROOT "/usr/lib/{{ cookiecutter.app_name }}"

static void must(PyStatus status) {
    if (PyStatus_Exception(status)) Py_ExitStatusException(status);
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
    must(PyConfig_Read(&config));
    must(PyWideStringList_Insert(&config.module_search_paths, 0, L"" ROOT "/app_packages"));
    must(PyWideStringList_Insert(&config.module_search_paths, 0, L"" ROOT "/app"));
    must(Py_InitializeFromConfig(&config));
    PyConfig_Clear(&config);
    return Py_RunMain();
}
