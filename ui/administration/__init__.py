"""Hot-list import and accounts: the administrator's screen."""
