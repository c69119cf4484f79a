"""Law basis 法律依据 by the date of the act: penalty ranges and discretion tiers, data the bureau edits."""
