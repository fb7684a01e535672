"""Papers that firms and officers fill in: forms, the firm's own papers, the register of firms."""
