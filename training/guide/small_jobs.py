"""Short writing jobs: titles, taglines, colours, ideas, better prompts, alternative texts. Each may be followed by "another one"."""

import json

import words as w
from briefs import BriefWriter
from writer import articles

TITLE = [
    "give me a title for: {asset} for {said}",
    "title for this brief: {said}",
    "suggest a title for a {asset} of {said}",
    "a short title for {said}",
    "what title fits {said}",
    "name this picture: {said}",
    "write a headline for {said}",
    "title: {said}",
    "headline for {said}",
    "how could I title a picture of {said}",
    "a heading for {said}",
    "what should I call this {asset}: {said}",
    "find a name for my picture of {said}",
    "headline please: {said}",
    "title for a photo of {said}",
]
TAGLINE = [
    "write a tagline for {brand}, a {biz}",
    "tagline for my {biz} {brand}",
    "a slogan for {brand} ({biz})",
    "I need a slogan for {brand}, a {mood} {biz} in {place}",
    "give me a product tagline for {brand}, {biz}",
    "a catchy line for the {biz} {brand}",
    "slogan: {brand}, {biz}",
    "tagline for {brand}",
    "a motto for the {biz} {brand}",
    "an advertising line for {brand}, our {biz}",
    "what claim fits {brand}, a {mood} {biz}",
    "short slogan for a {biz} called {brand}",
    "catchphrase for {brand} the {biz}",
]
TAGLINE_ANSWER = [
    "{brand}: {thing} made with care.",
    "{brand}, the {biz} you come back to.",
    "{brand}: good things, close to home.",
    "Come in, slow down, enjoy {brand}.",
    "{brand}. Your {biz}, your day.",
    "{brand}: small {biz}, big heart.",
    "Every day starts better at {brand}.",
    "{brand}: {thing}, and time for you.",
    "At {brand}, the {biz} knows your name.",
    "{brand}: simply good.",
]
COLOURS = [
    "give me colours for {theme}",
    "which colours fit {theme}",
    "colour palette for {theme}",
    "what colors suit {theme}",
    "suggest five colours for {theme}",
    "list of colours for {theme}",
    "palette for {theme} please",
    "colors for {theme}",
    "colour ideas for {theme}",
    "colour scheme for {theme}",
    "which shades match {theme}",
    "what colours go with {theme}",
    "I need a palette: {theme}",
    "five colors for {theme}",
]
IDEAS = [
    "give me three picture ideas with a {noun}",
    "ideas for pictures of a {noun}",
    "three ideas for a {noun} picture",
    "what could I draw with a {noun}",
    "picture ideas: {noun}",
    "I need ideas for images about a {noun}",
    "inspire me: pictures with a {noun}",
    "suggest motifs with a {noun}",
    "brainstorm images about a {noun}",
    "what can I paint with a {noun} in it",
    "some ideas with a {noun}",
]
IMPROVE = [
    "improve this prompt: {short}",
    "make this prompt better: {short}",
    "write an image prompt for {short}",
    "expand this prompt: {short}",
    "a better prompt for {short}",
    "prompt for {short}",
    "make a prompt of {short}",
    "more detail for the prompt: {short}",
    "polish my prompt: {short}",
    "extend this prompt, {short}",
    "refine this prompt: {short}",
    "make this image description richer: {short}",
    "describe {short} as a picture",
]
ALT = [
    "alt text for: {prompt}",
    "write the alt text for this prompt: {prompt}",
    "describe this picture in one sentence: {prompt}",
    "alternative text: {prompt}",
    "image description for blind users: {prompt}",
    "alt: {prompt}",
]
ANOTHER = [
    "another one",
    "one more",
    "another",
    "give me another one",
    "again please",
    "try again",
    "something else",
    "a different one",
    "not that one",
    "next",
    "can i have another",
    "one more please",
    "i don't like it, another one",
]
NOUNS = ("animal", "food", "artifact", "plant")


def capital(text):
    return text[0].upper() + text[1:]


class JobWriter(BriefWriter):
    KINDS = ["title", "tagline", "colours", "ideas", "improve", "improve", "alt", "chatbrief"]

    def job(self, kind=None):
        kind = kind or self.pick(self.KINDS)
        question, answer, keys, again = getattr(self, kind)()
        if kind == "colours":
            question = self.question(articles(question), plain=True)
        elif kind != "chatbrief":
            question = self.pick([str, capital])(articles(question))
        return {
            "system": self.guide_system()[0],
            "text": question,
            "answer": articles(answer),
            "keys": keys,
            "job": kind,
            "again": again,
        }

    def job_dialogue(self):
        """Turns: a job, and sometimes another one of the same."""
        turns = [self.job()]
        while turns[0]["again"] and len(turns) < 3 and self.chance(0.22):
            answer = articles(turns[0]["again"]())
            if answer in [turn["answer"] for turn in turns]:
                break
            phrases = ANOTHER[-2:] if self.words.test else ANOTHER[:-2]
            turns.append({"text": self.question(self.pick(phrases), plain=True), "answer": answer})
        return turns

    def style(self):
        return self.pick(list(w.ART_STYLES.values()) + list(w.PHOTO_STYLES.values()))

    def chatbrief(self):
        b = self.brief()
        while b["count"] != 1 or not b["asset"]:
            b = self.brief()
        prompt = json.loads(b["answer"])["prompts"][0]["prompt"]
        return b["text"], f'Try this prompt: "{prompt}".', b["keys"], None

    def title(self):
        if self.chance(0.5):
            event = (self.pick(w.SEASONS) + " " if self.chance(0.6) else "") + self.pick(w.EVENTS)
            place = (
                f"{self.pick(w.MOODS)} {self.pick(w.CATEGORIES[self.pick(list(w.CATEGORIES))][0])}"
            )
            said, answer, keys = (
                articles(f"a {place}'s {event}"),
                capital(articles(f"{event} at the {place}")),
                [place.split(" ", 1)[1], event.split()[-1]],
            )
        else:
            noun, _ = self.noun()
            action = self.pick(w.ACTIONS)
            said, answer, keys = (
                articles(f"a {noun} {action}"),
                capital(articles(f"the {noun} {action}")),
                [noun],
            )
        return self.pick(TITLE).format(asset=self.pick(w.ASSETS), said=said), answer, keys, None

    def tagline(self):
        businesses, subjects, _, _ = w.CATEGORIES[self.pick(list(w.CATEGORIES))]
        slots = {
            "biz": self.pick(businesses),
            "brand": self.brand(),
            "mood": self.pick(w.MOODS),
            "place": self.pick(w.PLACES),
            "thing": self.pick(subjects),
        }
        question = self.pick(TAGLINE).format(**slots)
        answers = [
            a
            for a in TAGLINE_ANSWER
            if slots["biz"] in question or "{biz}" not in a and "{thing}" not in a
        ]
        return (
            question,
            self.pick(answers).format(**slots),
            [slots["brand"]],
            lambda: self.pick(answers).format(**slots),
        )

    def colours(self):
        theme = self.pick(list(w.PALETTES))
        return (
            self.pick(COLOURS).format(theme=theme),
            capital(w.PALETTES[theme]) + ".",
            [w.PALETTES[theme].split(",")[0]],
            None,
        )

    def ideas(self):
        noun, _ = self.noun(NOUNS)

        def answer():
            actions, styles = (
                self.r.sample(w.ACTIONS, 3),
                self.r.sample(list(w.ART_STYLES.values()) + list(w.PHOTO_STYLES.values()), 3),
            )
            return "\n".join(
                f"{i + 1}. " + capital(articles(f"a {noun} {actions[i]}, {styles[i]}"))
                for i in range(3)
            )

        return self.pick(IDEAS).format(noun=noun), answer(), [noun], answer

    def improve(self):
        short, kind, keys = self.short_subject()
        places, details = w.RARE_PLACES[kind]

        def answer():
            return capital(
                f"{short} {self.pick(places)}, {self.pick(list(w.SHOTS.values()))}, {self.pick(w.LIGHTS)}, {self.pick(details)}, {self.style()}."
            )

        return self.pick(IMPROVE).format(short=short), answer(), keys, answer

    def alt(self):
        short, kind, keys = self.short_subject()
        where, light = self.pick(w.RARE_PLACES[kind][0]), self.pick(w.LIGHTS)
        prompt = f"{self.style()} of {short} {where}, {light}, {self.pick(list(w.SHOTS.values()))}"
        return (
            self.pick(ALT).format(prompt=prompt),
            capital(f"{short} {where} in {light}."),
            keys,
            None,
        )

    def short_subject(self):
        noun, kind = self.noun((*NOUNS, "place", "person"))
        return (
            articles(
                f"a {noun}" if self.chance(0.4) else f"a {self.pick(w.ADJ + w.COLOURS)} {noun}"
            ),
            kind,
            [noun],
        )
