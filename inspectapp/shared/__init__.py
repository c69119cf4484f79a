"""Tools without a domain word: database, clock, ledger, files, text intake, working days, QR, xlsx, paper."""
