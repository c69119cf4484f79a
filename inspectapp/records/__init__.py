"""现场检查记录: what a visit found, composed into papers that are signed, sealed and handed over."""
