"""Law basis (法律依据) with valid-from and valid-to, penalty ranges and discretion tiers, as data the bureau edits."""
