"""Briefs and small jobs written by hand, with the words that the answer must have. The first 24 briefs are older than the model. Writes wild.jsonl."""

import json

BRIEFS = [
    (2, "hero image for a cosy bakery's autumn sale, warm light", ["bakery", "autumn", "sale"]),
    (1, "A Kyoto ramen shop at night in the rain, neon reflections", ["ramen"]),
    (3, "Poster for our school's summer concert", ["school", "concert"]),
    (1, "product shot of a matte black thermos bottle", ["thermos"]),
    (2, "blog header about remote work and burnout", ["remote work"]),
    (1, "an axolotl wearing a tiny crown", ["axolotl", "crown"]),
    (2, "Zephyrine is a new perfume. Need an elegant ad, no people", ["Zephyrine", "perfume"]),
    (1, "thumbnail for a video on how to repair a bicycle chain", ["bicycle"]),
    (
        2,
        "We're Quorvexa, a logistics startup, need a website banner in navy and orange",
        ["Quorvexa"],
    ),
    (2, "instagram post for a vegan tiramisu, film photo", ["tiramisu"]),
    (1, "Illustration of grandmother teaching her grandson to knit", ["grandmother"]),
    (2, "open graph card for an article about sourdough starters", ["sourdough"]),
    (2, "wedding invitation background, lavender and gold, watercolour, two options", ["wedding"]),
    (1, "a capybara in a hot spring with oranges", ["capybara"]),
    (2, "Email header for Black Friday at Kestrel & Moss, a candle maker", ["Kestrel"]),
    (1, "children's book illustration: a shy dragon who collects teacups", ["dragon", "teacups"]),
    (3, "dental clinic for kids, friendly, pastel colours, no needles", ["dental"]),
    (1, "kombucha bottle on ice", ["kombucha"]),
    (2, "city council campaign against littering", ["litter"]),
    (1, "the ruins of an abbey at dawn", ["abbey"]),
    (2, "sneaker launch, bold, low angle", ["sneaker"]),
    (2, "Sidebar image for a newsletter on beekeeping for beginners", ["beekeep"]),
    (1, "Vintage travel poster of Lake Bled", ["Bled"]),
    (4, "food truck festival in Porto, colourful, flat illustration", ["food truck", "Porto"]),
    (2, "cover picture for a podcast about deep sea creatures", ["deep sea"]),
    (1, "two snails racing on a wet pavement, macro photo", ["snails"]),
    (3, "Spring cleaning week at the municipal library", ["library"]),
    (2, "Our cooperative sells olive oil from Crete, need a label picture", ["olive oil", "Crete"]),
    (1, "an empty swing in a foggy playground", ["swing", "playground"]),
    (2, "charity gala for the lifeboat crew, elegant, navy", ["lifeboat"]),
    (1, "a tortoise delivering letters", ["tortoise", "letters"]),
    (2, "header for a page about train travel through Norway in winter", ["train", "Norway"]),
    (2, "Mirabel Yarns, hand dyed wool, autumn collection", ["Mirabel", "wool"]),
    (1, "pixel art tavern with a sleeping cat", ["tavern", "cat"]),
    (3, "recruiting campaign for volunteer firefighters", ["firefighters"]),
    (1, "a violin made of ice", ["violin", "ice"]),
]
JOBS = [
    ("title", "give me a title for a picture of an otter juggling pebbles", ["otter"]),
    ("title", "headline for our cheese tasting", ["cheese"]),
    ("title", "what could I call a poster for a chess night", ["chess"]),
    ("title", "title for a photo of a ferry in the fog", ["ferry"]),
    ("tagline", "slogan for Tindra, a candle shop", ["Tindra"]),
    ("tagline", "a motto for the rowing club Blue Oar", ["Blue Oar"]),
    ("tagline", "tagline for my barber shop Sharp & Son", ["Sharp"]),
    ("tagline", "we are Nordlys, an optician. we need a catchy line", ["Nordlys"]),
    ("colours", "colours for autumn", [","]),
    ("colours", "which palette would fit a fish restaurant", [","]),
    ("colours", "five colours for a lighthouse poster", [","]),
    ("ideas", "three picture ideas with a hedgehog", ["hedgehog", "3."]),
    ("ideas", "ideas for drawings with an anchor", ["anchor", "3."]),
    ("ideas", "what could I paint with a lemon in it", ["lemon", "3."]),
    ("improve", "improve this prompt: a lighthouse", ["lighthouse"]),
    ("improve", "make this prompt better: old tram in the snow", ["tram"]),
    ("improve", "write an image prompt for a beaver", ["beaver"]),
    ("improve", "prompt for a windmill", ["windmill"]),
    (
        "alt",
        "alt text for: watercolour painting of a heron by a stream, soft morning light",
        ["heron"],
    ),
    ("alt", "write the alt text for this prompt: macro photo of a bee on a rose", ["bee"]),
    (
        "alt",
        "describe this picture in one sentence: flat vector illustration of a harbour at night",
        ["harbour"],
    ),
]


def main():
    rows = [
        {
            "kind": "brief",
            "system": f"task: brief\nprompts: {count}",
            "text": text,
            "count": count,
            "keys": keys,
        }
        for count, text, keys in BRIEFS
    ]
    rows += [{"kind": kind, "text": text, "keys": keys} for kind, text, keys in JOBS]
    with open("wild.jsonl", "w") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    print(len(rows))


if __name__ == "__main__":
    main()
