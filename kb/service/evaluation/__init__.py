"""Evaluation: questions with known answers are asked, judged, summed up and compared."""
