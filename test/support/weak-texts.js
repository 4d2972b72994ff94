// Runs in a page, which is why it is plain JavaScript: the texts whose colour is too near to that of their ground.
(function weakTexts(leastRatio) {
  const colourOf = (text) => (text.match(/[\d.]+/g) ?? []).map(Number);
  const lightness = (colour) => {
    const [red, green, blue] = colour.slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  /** The first ground behind an element that covers; null where it is a picture, or shines through. */
  const groundOf = (element) => {
    if (!element) return [255, 255, 255];
    const { backgroundColor, backgroundImage } = getComputedStyle(element);
    if (backgroundImage !== 'none') return null;
    const colour = colourOf(backgroundColor);
    const alpha = colour[3] ?? 1;
    if (alpha === 1) return colour;
    return alpha === 0 ? groundOf(element.parentElement) : null;
  };
  const weak = [];
  for (const element of document.querySelectorAll('body *')) {
    const texts = [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
    const text = texts.map(({ textContent }) => textContent.trim()).join(' ');
    const isShown = element.getClientRects().length > 0 && !element.closest(':disabled');
    const ground = text.trim() !== '' && isShown ? groundOf(element) : null;
    if (!ground) continue;
    const [one, other] = [lightness(colourOf(getComputedStyle(element).color)), lightness(ground)];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (ratio < leastRatio) weak.push(`${text} (${ratio.toFixed(2)})`);
  }
  return weak;
});
