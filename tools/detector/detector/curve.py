"""The reliability curve as a small SVG: how often detections of a score are right, against the score."""

SIDE, MARGIN = 240, 34
LARGEST, SMALLEST = 9.0, 2.0        # radius of a dot: its area grows with the number of detections
INK, SOFT, ACCENT = "#24292f", "#8c959f", "#b4532a"


def reliability_svg(rows, title):
    """SVG text. `rows` as calibration.reliability gives them: {score, right, detections}."""
    def x(value):
        return MARGIN + value * SIDE

    def y(value):
        return MARGIN + (1 - value) * SIDE
    whole, most = SIDE + 2 * MARGIN, max((row["detections"] for row in rows), default=1)
    points = [(x(row["score"]), y(row["right"]), max(SMALLEST, LARGEST * (row["detections"] / most) ** 0.5)) for row in rows]
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="{whole}" viewBox="0 0 {whole} {whole}" '
             f'font-family="sans-serif" font-size="10" fill="{INK}">',
             f'<title>{title}</title><rect width="{whole}" height="{whole}" fill="#ffffff"/>',
             f'<rect x="{MARGIN}" y="{MARGIN}" width="{SIDE}" height="{SIDE}" fill="none" stroke="{SOFT}"/>',
             f'<path d="M{x(0)} {y(0)}L{x(1)} {y(1)}" stroke="{SOFT}" stroke-dasharray="3 3"/>']
    for tick in (0, 0.25, 0.5, 0.75, 1):
        lines.append(f'<text x="{x(tick)}" y="{y(0) + 14}" text-anchor="middle">{tick:g}</text>'
                     f'<text x="{x(0) - 5}" y="{y(tick) + 3.5}" text-anchor="end">{tick:g}</text>')
    path = "L".join(f"{px:.1f} {py:.1f}" for px, py, _ in points)
    if points:
        lines.append(f'<path d="M{path}" fill="none" stroke="{ACCENT}" stroke-width="1.5"/>')
    lines += [f'<circle cx="{px:.1f}" cy="{py:.1f}" r="{radius:.1f}" fill="{ACCENT}"/>' for px, py, radius in points]
    lines += [f'<text x="{whole / 2}" y="{MARGIN / 2 + 4}" text-anchor="middle" font-size="11">{title}</text>',
              f'<text x="{whole / 2}" y="{whole - 5}" text-anchor="middle">score</text>',
              f'<text transform="translate(9 {whole / 2}) rotate(-90)" text-anchor="middle">part that is right</text>', '</svg>']
    return "\n".join(lines) + "\n"
