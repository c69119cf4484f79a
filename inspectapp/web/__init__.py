"""HTTP manners every stage shares: the five answers, header CSRF, errors, once, the transaction, paging."""
