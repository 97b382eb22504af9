"""Food and drink for the workshop, written by somebody who does not belong to etappe."""
