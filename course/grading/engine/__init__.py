"""Runs assembled notebooks by nbval, in kernels that are forked from a warm process and kept in a sandbox."""
