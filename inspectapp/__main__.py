"""`python -m inspectapp` is the command `inspectapp`."""

from inspectapp.cli import main

main()
