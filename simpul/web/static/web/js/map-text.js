// What a person may type for a place: "-6.19, 106.84" (latitude first, as phones give it) or GeoJSON.
export function toGeoJSON(text) {
  const typed = (text ?? "").trim();
  if (!typed) return null;
  const pair = /^(-?\d{1,3}(?:[.]\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:[.]\d+)?)$/.exec(typed);
  if (pair) return { type: "Point", coordinates: [Number(pair[2]), Number(pair[1])] };
  try {
    const value = JSON.parse(typed);
    return value?.type === "Feature" ? value.geometry : value;
  } catch {
    return null;
  }
}
