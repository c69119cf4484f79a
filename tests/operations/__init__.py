"""Starting, testing and keeping the product: the two commands, the stores, the locks."""
