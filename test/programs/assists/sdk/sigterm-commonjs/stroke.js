// do: span.function
function stroke(count) {
  return `${count} strokes`;
}

module.exports = { stroke };
