"""The yearly summary of somebody who serves elsewhere: written, reviewed, forwarded, filed (W-23, SM-8)."""
