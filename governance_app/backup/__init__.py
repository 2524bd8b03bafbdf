"""Backup and restore: the database and the files of evidence as one file, and both brought back and checked."""
