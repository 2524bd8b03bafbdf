"""What pages put before a reader, as plain values made from a judgement. Decides no rating and knows no request."""
