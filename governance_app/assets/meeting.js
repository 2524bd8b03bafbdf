// On the meeting's screen the arrow keys and Page Up and Page Down, which a presenter's remote sends, lead from item to
// item. Everything works without it: the same links stand at the foot of the page.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, details[open] form");
  if (typing || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const way = { ArrowRight: "next", PageDown: "next", ArrowLeft: "prev", PageUp: "prev" }[event.key];
  const link = way && document.querySelector(`a[rel="${way}"]`);
  if (!link) return;
  event.preventDefault();
  link.click();
});
