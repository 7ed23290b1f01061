"""The command line: arguments → one pipeline call → print."""
