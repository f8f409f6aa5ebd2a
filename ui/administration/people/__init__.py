"""The people page: whose access is open, what is missing, what an administrator changes."""
