"""Sign-in, and the first start that makes the administrator's account."""
