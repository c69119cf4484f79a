"""Looking the installation over: every finding is one line that names what is wrong and what to do."""
