// How a map shows what is around: a street that a closure takes, and what others have there.
// What is not confirmed is dashed, so that it can be told apart without its colour.
export function aroundLook(feature, colour) {
  const { role, settled } = feature.properties ?? {};
  if (role === "stretch") return { color: colour("--amber"), weight: 9, opacity: 0.85, fill: false };
  if (role !== "near") return null;
  return {
    color: colour("--ink"), weight: 2, dashArray: settled === false ? "5 5" : null, radius: 7,
    fillColor: colour("--ink"), fillOpacity: settled === false ? 0.1 : 0.28,
  };
}
