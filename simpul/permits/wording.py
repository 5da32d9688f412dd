"""The closed lists of a plan with their names, and the sentences about what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

Names = Mapping[str, Promise | str]

PRODUCTION_TYPES: Names = {
    "feature": lazy("Feature film"),
    "short": lazy("Short film"),
    "series_scripted": lazy("Drama series"),
    "series_unscripted": lazy("Reality, variety or talk series"),
    "documentary": lazy("Documentary"),
    "commercial": lazy("Commercial"),
    "branded_content": lazy("Branded content"),
    "music_video": lazy("Music video"),
    "still_photo": lazy("Still photography"),
    "news_exempt": lazy("News"),
    "student": lazy("Student work"),
    "animation_plates": lazy("Plates for animation"),
    "vfx_plates": lazy("Plates for visual effects"),
    "game_capture": lazy("Capture for a game"),
    "social_content": lazy("Social media content"),
    "other": lazy("Other"),
}

SETTINGS: Names = {
    "footpath": lazy("Footpath"),
    "road": lazy("Road"),
    "square": lazy("Square or plaza"),
    "park": lazy("Park or garden"),
    "house": lazy("House"),
    "building": lazy("Building"),
    "venue": lazy("Hall, theatre or arts centre"),
    "station": lazy("Station or stop"),
    "water": lazy("River, sea or harbour"),
    "cemetery": lazy("Cemetery"),
    "other": lazy("Other"),
}

OWNERS: Names = {
    "city": lazy("The city"),
    "national": lazy("The national government"),
    "state_company": lazy("A state or city company"),
    "private": lazy("A private owner"),
    "mixed": lazy("Several owners"),
}

ASSET_CLASSES: Names = {
    "tim": lazy("Taman Ismail Marzuki"),
    "park": lazy("City park"),
    "urban_forest": lazy("Urban forest"),
    "cemetery": lazy("Public cemetery"),
    "museum": lazy("City museum"),
    "monas": lazy("National Monument grounds"),
    "zoo": lazy("Ragunan zoo"),
    "road": lazy("City road"),
    "footbridge": lazy("Footbridge or flyover"),
    "market": lazy("City market"),
}

ROAD_CLASSES: Names = {
    "national": lazy("National road"),
    "provincial": lazy("Provincial road"),
    "city": lazy("City road"),
    "regency": lazy("Regency road"),
    "village": lazy("Village road or alley"),
    "private": lazy("Private road"),
}

DAY_KINDS: Names = {
    "recce": lazy("Location visit"),
    "prep": lazy("Preparation"),
    "load_in": lazy("Load-in"),
    "shoot": lazy("Shoot"),
    "hold": lazy("Hold"),
    "strike": lazy("Strike"),
    "wrap": lazy("Wrap"),
    "contingency": lazy("Contingency"),
}

VEHICLE_CLASSES: Names = {
    "picture": lazy("Vehicle in the picture"),
    "technical": lazy("Technical truck"),
    "camera_car": lazy("Camera car"),
    "low_loader": lazy("Low loader"),
    "generator": lazy("Generator truck"),
    "crane": lazy("Crane or lift truck"),
    "water": lazy("Water truck"),
    "honeywagon": lazy("Toilet or dressing-room truck"),
    "unit_base": lazy("Unit base vehicle"),
    "crew_car": lazy("Crew car or van"),
    "other": lazy("Other vehicle"),
}

TRAFFIC: Names = {
    "parking_suspension": lazy("Parking suspended"),
    "lane_closure": lazy("Lane closed"),
    "intermittent_control": lazy("Traffic held for moments"),
    "rolling_block": lazy("Rolling block"),
    "full_closure": lazy("Road closed"),
    "footpath_diversion": lazy("Footpath diverted"),
    "escort": lazy("Police escort"),
}

ACTIVITIES: Names = {
    "uas_drone": lazy("Drone"),
    "aircraft_manned": lazy("Manned aircraft"),
    "balloon": lazy("Balloon"),
    "parachute": lazy("Parachute"),
    "pyro_explosion": lazy("Explosion"),
    "pyro_small": lazy("Small pyrotechnics or fireworks"),
    "open_flame": lazy("Open flame"),
    "smoke_haze": lazy("Smoke or haze"),
    "bullet_hit": lazy("Bullet hits (squibs)"),
    "firearm_blank": lazy("Firearms with blanks"),
    "firearm_replica": lazy("Replica or airsoft guns"),
    "bladed_weapon": lazy("Bladed weapons"),
    "police_uniform": lazy("Police uniforms"),
    "military_uniform": lazy("Military uniforms"),
    "emergency_vehicle": lazy("Emergency vehicles"),
    "car_stunt": lazy("Car stunt"),
    "high_speed_drive": lazy("High-speed driving"),
    "process_trailer": lazy("Process trailer"),
    "fight_stunt": lazy("Fight"),
    "high_fall_rigging": lazy("High fall or rigging"),
    "crane_jib": lazy("Camera crane or jib"),
    "scaffold": lazy("Scaffold"),
    "water_work": lazy("Work in or on water"),
    "boat": lazy("Boat"),
    "rail": lazy("Railway"),
    "airport": lazy("Airport"),
    "toll_road": lazy("Toll road"),
    "bridge_flyover": lazy("Bridge or flyover"),
    "heritage_site": lazy("Work on a heritage building"),
    "protected_nature": lazy("Nature reserve"),
    "place_of_worship": lazy("Place of worship"),
    "crowd_over_n": lazy("Large crowd of extras"),
    "nudity": lazy("Nudity"),
    "simulated_crime": lazy("Crime acted in public"),
    "loud_noise": lazy("Loud noise"),
    "rain_wetdown": lazy("Artificial rain or wet-down"),
    "snow_debris": lazy("Artificial snow or debris"),
    "street_dressing": lazy("Street dressing"),
    "sign_removal": lazy("Signs removed"),
    "tree_trim": lazy("Trees trimmed"),
    "hazardous_material": lazy("Hazardous material"),
    "animal_wild": lazy("Wild animals"),
    "minor_night": lazy("Children working at night"),
}

def name(names: Names, code: str | None) -> str:
    """The name of a code in the active language; the code itself if the list has no name."""
    return str(names.get(code, code)) if code else ""
