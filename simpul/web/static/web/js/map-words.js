// The few words the map itself says.
const LANGUAGES = {
  id: {
    map: "Peta", draw: "Gambar di peta", point: "Titik", line: "Garis", polygon: "Area",
    change: "Ubah", clear: "Hapus", pointHow: "Ketuk tempatnya di peta.",
    lineHow: "Ketuk titik demi titik; ketuk titik terakhir sekali lagi untuk selesai.",
    polygonHow: "Ketuk sudut demi sudut; ketuk sudut pertama untuk menutup area.",
    selectHow: "Ketuk gambar, lalu geser titik-titiknya.",
  },
  en: {
    map: "Map", draw: "Draw on the map", point: "Point", line: "Line", polygon: "Area",
    change: "Change", clear: "Clear", pointHow: "Tap the place on the map.",
    lineHow: "Tap point by point; tap the last point again to finish.",
    polygonHow: "Tap corner by corner; tap the first corner to close the area.",
    selectHow: "Tap the drawing, then drag its points.",
  },
};

export function words() {
  return LANGUAGES[document.documentElement.lang.slice(0, 2)] ?? LANGUAGES.en;
}
