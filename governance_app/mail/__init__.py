"""Mail: what a letter says, how it reaches a mail server, and the sending of what is queued."""
