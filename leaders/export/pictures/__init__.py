"""Pictures of a ranking as inline SVG, drawn here and not in the reader's browser."""
