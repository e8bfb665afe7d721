"""Speed, as ratios measured side by side in one run: machines differ and are shared, ratios travel."""
