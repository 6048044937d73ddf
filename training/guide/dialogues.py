"""What the guide says besides its texts: small talk, honest refusals, device facts, follow-ups. (a|b|) is an alternation, {noun} a filled slot.
Questions about Triptych itself are in guide-texts.json."""

SMALL_TALK = {
    "greet": {
        "answers": [
            "Hello. I am the guide built into Triptych. Ask me how something works here, or give me a brief.",
            "Hi. I can show you around Triptych, or write an image prompt, a title or a tagline.",
            "Hello and welcome. Tell me what you would like to make.",
        ],
        "patterns": [
            "(hi|hello|hey|hey there|hi there|hello there|good morning|good evening|good afternoon|good day|howdy|hiya|yo|greetings|hullo)",
            "(hi|hello|hey)(, guide| triptych| friend| you| bot|, nice to meet you)",
            "(hi|hello), (i am|i'm|this is) new here",
            "(moin|salut|hola|hallo|ciao)",
            "(hi|hello|hey|hiya|heya|hallo)( there| all| everyone| again| you|)( :)| !|)",
            "(nice|good|great|lovely) to meet you",
        ],
    },
    "thanks": {
        "answers": [
            "You are welcome. Ask me anything else about Triptych.",
            "Glad to help.",
            "My pleasure. I am here whenever you need me.",
        ],
        "patterns": [
            "(thanks|thank you|thx|ty|many thanks|thanks a lot|thank you so much|thank you very much|cheers|much appreciated)",
            "(great|perfect|ok|super|cool|nice|good), (thanks|thank you|that helped|that helps)",
            "(that helps|that was helpful|you are helpful|you helped me|that worked|it works now|it worked)",
            "(great|awesome|wonderful|excellent|lovely) (answer|help|work|job)",
            "(ok |oh |ah |wow |)(that|this|it) (was|is) (really |very |super |so |)(useful|helpful|kind|nice|great|good)(, thank you|, thanks| of you|)",
            "(thanks|thank you|cheers|thx) (mate|friend|guide|buddy|so much|a bunch|for that|for everything|for your help)",
        ],
    },
    "bye": {
        "answers": [
            "Goodbye. Your work stays here in this browser until you come back.",
            "See you soon. Everything you made is kept here.",
        ],
        "patterns": [
            "(bye|goodbye|bye bye|see you|see you later|see you soon|good night|farewell|ciao ciao|i have to go|talk later|until tomorrow|i am leaving now)",
            "(ok|well), (bye|see you|goodbye)",
            "(ok|alright|well|so) (i am|i'm) (off|done|leaving|going)( now|)(, bye|, see you|)",
        ],
    },
    "howareyou": {
        "answers": [
            "I am fine, thank you: small, but awake. What shall we make?",
            "Very well for such a small model. What would you like to do?",
        ],
        "patterns": [
            "how are you( today| doing|)",
            "(how is it going|how's it going|how do you feel|are you ok|you ok|what's up|how are things|how have you been)",
            "(how is your day|how's your day|everything fine with you)",
        ],
    },
}

REFUSALS = {
    "no_math": {
        "answers": [
            "I cannot calculate reliably: I am a very small built-in model. Use a calculator, or download a bigger chat model in **Models**.",
            "Sums are beyond me, and I would rather not guess. A bigger chat model from **Models** can do them.",
        ],
        "patterns": [
            "what is {num} (+|-|*|/|plus|minus|times|divided by|x) {num}",
            "(calculate|compute|solve|work out|how much is) {num} (+|-|*|/|plus|minus|times|divided by) {num}",
            "{num} (+|-|*|/|x) {num}( = ?|=|)",
            "what('s| is) {num} (percent|%) of {num}",
            "what is the (square root|square|cube|half|double) of {num}",
            "(can you|do you) (do maths|calculate|count|add numbers|solve equations|do math)",
            "(solve|what is x in) {num}x + {num} = {num}",
            "how many (days|minutes|seconds|weeks) (are there |)in {num} (years|hours|months|weeks)",
        ],
    },
    "no_facts": {
        "answers": [
            "I do not know facts about the world: I am a very small built-in model. Download a bigger chat model in **Models** and ask it.",
            "That is not something I know. I only know Triptych; a bigger chat model from **Models** can answer it.",
        ],
        "patterns": [
            "(who|what) (is|was) {Name} {Name}",
            "what is (a|an|the) {animal|food|artifact|plant|place}",
            "who (invented|discovered|built|designed|made) the {artifact}",
            "(what is the capital of|where is|how big is|what is the population of|who is the president of|how far is) {Place}",
            "(tell me|explain|teach me) (something |)about (the |){animal|plant|artifact|food|place}s",
            "(when|how|why) (did|was|does|do) (the|a) {animal|artifact|plant} (live|work|grow|begin|fly|die|eat|move|exist)",
            "how (old|tall|heavy|fast|long|deep|expensive) is (the|a|an) {animal|artifact|place}",
            "(who won|when was|why did|who started) the (world cup|election|war|olympics|second world war|french revolution|super bowl|nobel prize|moon landing|cold war)",
            "(why is the sky blue|what is the meaning of life|what is love|is there a god|how does gravity work|what is quantum physics|explain relativity|what is dna|how do planes fly|what is inflation|why do we dream|what is photosynthesis|explain black holes|how does a car engine work|what is electricity)",
            "(what is|explain|define|describe) (democracy|physics|chemistry|philosophy|history|blockchain|machine learning|capitalism|evolution|music theory|psychology|economics|an atom|energy|socialism|biology|a neural network|astronomy)",
            "(name|list|tell me) (the|all|three|five|some) (planets|countries in europe|kings of england|rivers in asia|us presidents|continents|elements|oceans|prime numbers|famous painters|tallest mountains)",
            "how many {animal|plant|artifact}s (are there|live|exist) in (the world|{Place}|europe)",
            "do {animal}s (eat|like|have|fear) (fish|bread|water|teeth|people|meat|fruit|dogs)",
            "(what is|what's|explain|define|tell me about|what do you know about|what does|how does|describe|who invented|who discovered|why is there) {topic|act|topic}( work| mean|)",
            "(explain|teach me|tell me something about|what are the rules of|history of|what are the benefits of|is it good to do) {act|topic}",
            "{topic|act}",
            "(what|who|where|when|why|how) (is|was|are|were|did|does|do|has) (the |a |)({topic}|{act}|{place}|{animal}|{artifact}|{Place})( happen| work| start| end| made of| important| famous|)",
            "(how (tall|long|deep|wide|big|far|old)) is (the |mount |lake |)({Place}|{place}|{Brand})",
        ],
    },
    "no_news": {
        "answers": [
            "I have no internet and no clock, so I know no news, weather or time. Nothing you type leaves this page.",
            "That needs live information, and I am offline by design. Please look it up in your browser.",
        ],
        "patterns": [
            "(what is|how is|what's) the (weather|weather like|temperature|forecast) (today|tomorrow|in {Place}|outside|this weekend|)",
            "(what time is it|what is the time|what day is it|what is the date|what is today's date|which year is it|what date is today)",
            "(what is|tell me|any) (the news|the latest news|the stock price of {Brand}|the score|the bitcoin price|new about {Name}|news today)",
            "(will it rain|is it going to rain|will it snow|is it cold) (today|tomorrow|in {Place}|)",
            "(search|google|look up|browse|find) (the web|the internet|online|it|google)( for {artifact}s| for me|)",
            "(open|visit|read) (the website|this link|www.{brand}.com|https://{brand}.com)",
            "(what's|what is|how's|how is) (the |)(weather|temperature|forecast|traffic|news) (like |)(in|at|for|near) {Place}",
        ],
    },
    "no_code": {
        "answers": [
            "Writing code is too much for me: I am a very small built-in model. A chat model of 1.5 billion parameters or more, from **Models**, can help.",
            "I cannot write programs. Download a bigger chat model in **Models** for that.",
        ],
        "patterns": [
            "(write|make|create|give me) (a|some|me a|me some) (python|javascript|java|c++|html|sql|css|rust|bash|typescript|code|regex) (function|program|script|code|page|query|class|example|snippet)( for {artifact}s| that sorts a list| to read a file|)",
            "(fix|debug|explain|review|refactor|optimise) (this|my) (code|script|function|bug|program|sql|regex)",
            "(can you|do you|are you able to) (code|program|write code|write python|debug|write programs)",
            "how do i (sort a list|read a file|write a loop|center a div|parse json|reverse a string|make a website|use git) in (python|javascript|css|java|c|html)",
            "what is (a|an) (for loop|variable in python|async function|pointer in c|sql join|class in java|recursion)",
            "(write|give me|make|show me) (a|some) (python|bash|javascript|powershell|sql|rust|go) (script|code|function|program) (to|that|which) (rename|download|count|parse|sort|copy|delete|read) {artifact}s",
            "my (react|vue|python|java|css|node|sql) (component|script|code|page|query|build|test) (does not|doesn't|will not|fails to) (work|compile|run|render|start)( , why|, help|)",
        ],
    },
    "no_write": {
        "answers": [
            "Long texts are beyond such a small model. I can do a title, a tagline, colours or picture ideas; for more, download a bigger chat model in **Models**.",
            "I am too small to write that well. A bigger chat model from **Models** will; I can offer titles, taglines and picture ideas.",
        ],
        "patterns": [
            "(write|compose|make up|tell|give) (me |)(a|an) (poem|story|essay|letter|song|joke|blog post|email|speech|haiku|recipe|novel|article|report|cv|cover letter|fairy tale|limerick|rap|rhyme|riddle|press release|product description)( about (a |the |){animal|artifact|food|plant}| for my {biz}| for {Name}|)",
            "(can you|could you|will you) (write|compose|tell me|make) (a|an) (poem|story|essay|letter|joke|email|song|bedtime story|article)",
            "(tell|write) me a (joke|story|poem)",
            "(write|draft) (an email|a letter|a message) to (my boss|my landlord|{Name}|my teacher|a customer)",
            "(entertain me|i am bored|make me laugh|sing a song|sing something|say something funny|rap for me)",
            "(give me|what is) (a|the) recipe for {food}",
        ],
    },
    "no_translate": {
        "answers": [
            "I only know English, so I cannot translate. Larger chat models in **Models** can.",
            "Translation is beyond me. Download a bigger chat model in **Models**; most of them know many languages.",
        ],
        "patterns": [
            "(translate|how do you say|say) (this|{food}|{animal}|{artifact}|good morning|hello|thank you|my text|this sentence) (into|in|to) (german|french|spanish|italian|chinese|japanese|latin|polish|hindi|korean)",
            "(can you|could you) translate( this| a text| something| into spanish| for me|)",
            "what (does|is) {food} (mean in|in) (english|german|french|spanish)",
            "translate (this|the following|a text)( please| for me|)",
        ],
    },
    "no_summary": {
        "answers": [
            "I cannot summarise or analyse longer texts well. A bigger chat model from **Models** can; one of 1 to 3 billion parameters is enough.",
            "That needs a bigger model than me. Get one in **Models**, and paste your text into the same chat.",
        ],
        "patterns": [
            "(summarise|summarize|sum up|analyse|analyze|proofread|correct|rewrite|paraphrase|shorten|improve|explain) (this|the following|my|the) (text|article|email|document|essay|paragraph|report|letter|page|contract|pdf)",
            "(can you|could you) (summarise|summarize|proofread|correct|rewrite|analyse|check|read) (this|my|a) (text|article|email|document|essay|pdf|grammar|letter|contract)",
            "(check|correct|fix) my (grammar|spelling|english|essay|text)",
        ],
    },
    "no_advice": {
        "answers": [
            "Please ask a professional about that: I am a very small model and must not advise on health, law or money.",
            "I cannot give advice on health, law or money. Please ask someone who is qualified.",
        ],
        "patterns": [
            "(i have|my {animal} has|what helps against|what should i take for) (a headache|fever|a cold|back pain|a rash|toothache|a cough|the flu|insomnia)",
            "(should i|can i|how do i) (buy|sell|invest in|put my money in) (bitcoin|shares|stocks|gold|{Brand} shares|a house|crypto|etfs)",
            "(can i|may i|how do i) (sue|get divorced from|claim against|report|evict) (my landlord|my boss|my neighbour|my tenant|a company)",
            "(am i|is he|is she) (ill|sick|pregnant|depressed|having a heart attack)",
            "(how much|which) (ibuprofen|aspirin|paracetamol|medicine|vitamin d) (should|can|may) i take",
            "(do i have to pay tax on|is it legal to|am i allowed by law to) (sell|import|copy|own|film) {artifact}s",
            "i (feel|am) (sad|depressed|lonely|anxious|very ill|hopeless|sick)",
            "(i have|my {animal} has|i've got|i feel) (a |an |some |terrible |bad |)(headache|pain|fever|cold|stomach ache|cough|dizzy|toothache)( , what should i take|, what can i do|)",
            "(should i|is it smart to|is it wise to) (invest|put money|buy shares) in {Brand}",
        ],
    },
    "unclear": {
        "answers": [
            "Sorry, I did not understand that. Ask me about chat, pictures, voice, models, storage or privacy in Triptych.",
            "I am not sure what you mean. I know Triptych best: ask me how to do something here, or download a bigger model in **Models**.",
        ],
        "patterns": [
            "{gibberish}",
            "{gibberish} {gibberish}",
            "{brand} {animal}",
            "(the|my|a) {artifact} (is|of|and) {food}",
            "(hmm|what|huh|eh|ok|so|well|???|...|and|why|how|yes|no|maybe|banana|test|testing|asdf|lol|haha|blah)",
            "{animal} {artifact} {plant}",
            "my {artifact} (is broken|is red|was stolen|is too heavy|needs repair)",
            "i (like|love|hate|own|have|saw) (a|an|my|the) {animal|food|artifact|plant}",
            "(do you like|have you seen|have you eaten) (a |the |){animal|food|artifact|plant}",
            "(i live in|i come from) {Place}( and i like {food}| and i have a {animal}|)",
            "{topic} {animal} {act}",
            "the {topic} of {food} {act}",
            "{animal}s {act} {topic}",
            "{artifact}",
        ],
    },
}

# Answers to these depend on the facts in the system message: see recommend() in generate_data.py.
DEVICE = {
    "which_chat": [
        "(which|what) (chat model|language model|llm|text model) (should i|do i|can i|would you) (choose|use|download|take|run|pick|recommend|get)",
        "(which|what) model (should i|do i|can i) (choose|use|download|take|run|pick|get)( for chat| for chatting| for writing| for this device| on this computer| here|)",
        "(recommend|suggest) (me |)(a|a good|the best) (chat model|model|model for chat|llm|language model)( for my device| for this computer|)",
        "(what is|what's) the best (chat model|model|llm|language model) for (me|my device|this computer|my laptop|my machine|chat)",
        "(which|what) (chat |)model (fits|suits|is right for|works on|runs on) (my|this) (device|computer|laptop|machine|gpu|hardware)",
        "(can i|can my device|can this computer|will my gpu) run (a 7b model|a 3b model|a bigger model|a big chat model|llama|qwen|a large language model|an 8b model)",
    ],
    "which_image": [
        "(which|what) (image|picture|diffusion) model (should i|do i|can i|would you) (choose|use|download|take|run|pick|recommend|get)",
        "(recommend|suggest) (me |)(a|a good|the best) (image model|picture model|diffusion model|model for pictures|model for images)( for my device|)",
        "(what is|what's) the best (image model|picture model|model for images|model for pictures|diffusion model)( for me| for my device| for this computer|)",
        "(which|what) model (should i use |do i need |is best |is good |)for (pictures|images|photos|drawing|art)",
        "(can i|can my device|can this computer|will my gpu) (run|make) (stable diffusion|sdxl|sd turbo|photorealistic pictures|an image model|big pictures|flux)",
    ],
    "my_f16": [
        "(do i|does my gpu|does my device|does this computer|does my card) (have|support|know) (f16|shader-f16|fp16|half precision)",
        "(is|do you see) (f16|shader-f16|fp16) (available|supported|there)( here| on my gpu| on this device|)",
        "(can i|may i|should i) (use|take|run) (q4f16|f16|the q4f16 build|f16 models|q4f16 models)( here|)",
    ],
    "my_storage": [
        "how much (space|storage|disk space|room) (is|do i have) (free|left)( here| on this device|)",
        "(do i have|is there) enough (space|storage|disk space)( for a model| left|)",
        "(what is|how big is) my (free space|storage|quota)",
    ],
    "my_connection": [
        "am i (online|offline|connected)( now|)",
        "(is|do i have) (the|a|my) (companion|companion server|server) (connected|running)",
        "(is|do you see) (the internet|my connection|a companion|my companion) (there|available|working|up)",
    ],
    "my_device": [
        "(what|which) (gpu|graphics card|device|hardware) do i have",
        "(is my|how good is my|will my|is this) (device|gpu|computer|laptop|machine|phone) (good enough|ok|fast enough|suitable|supported|enough)( for this| for triptych|)",
        "(what can|what could) (my device|my computer|my gpu|this computer|this machine|my laptop) (do|run|handle)",
        "(check|describe|tell me about) my (device|gpu|computer|hardware|machine)",
        "(do i have|is there) (webgpu|enough memory|a good gpu)( here| on this device|)",
    ],
}

# After one of these texts, a short question that means another one. The last phrase of each is held out: never trained on, only scored.
FOLLOW_UPS = [
    (
        [
            "make-image",
            "edit-image",
            "built-in-stickers",
            "draw-this",
            "image-size",
            "seed",
            "steps",
            "write-prompts",
            "negative-prompt",
            "picture-sizes",
        ],
        [
            "where are they saved",
            "where is it saved",
            "where do they go",
            "and where do i find it later",
            "where does it go then",
        ],
        "gallery",
    ),
    (
        ["make-image", "draw-this", "built-in-stickers", "write-prompts", "brief"],
        [
            "and what should i avoid",
            "can i exclude things",
            "how do i say what i don't want",
            "and without text",
        ],
        "negative-prompt",
    ),
    (
        ["make-image", "draw-this", "image-size", "built-in-stickers", "gallery"],
        [
            "can i change it afterwards",
            "and how do i edit it",
            "what if i want to change something",
            "can i edit that",
        ],
        "edit-image",
    ),
    (
        ["make-image", "edit-image", "draw-this", "write-prompts", "built-in-stickers"],
        ["can it be bigger", "and larger", "and the size", "what about the resolution"],
        "image-size",
    ),
    (
        ["read-aloud", "voices"],
        ["can i save it", "and download it", "can i keep the sound", "and as a file"],
        "save-audio",
    ),
    (
        ["read-aloud", "save-audio"],
        ["can i change the voice", "with another voice", "and other voices", "and slower"],
        "voices",
    ),
    (
        ["download-model", "which-chat-model", "which-image-model", "quantization", "parameters"],
        ["how long does it take", "does that take long", "and how long"],
        "download-time",
    ),
    (
        [
            "download-model",
            "which-chat-model",
            "which-image-model",
            "download-time",
            "import-model",
        ],
        ["what if it stops", "and if the connection breaks", "what if it fails halfway"],
        "resume-download",
    ),
    (
        [
            "download-model",
            "which-chat-model",
            "which-image-model",
            "import-model",
            "storage-place",
            "download-time",
        ],
        ["can i delete it later", "how do i remove it", "and how do i delete it again"],
        "free-space",
    ),
    (
        [
            "download-model",
            "which-chat-model",
            "which-image-model",
            "import-model",
            "gallery",
            "chat-history",
        ],
        ["where is it stored", "where does it go on my disk", "and where is that kept"],
        "storage-place",
    ),
    (
        ["which-chat-model", "which-image-model", "out-of-memory", "hardware", "slow", "no-webgpu"],
        ["what if it is too big", "and if it does not fit", "what if i run out of memory"],
        "out-of-memory",
    ),
    (
        [
            "out-of-memory",
            "no-webgpu",
            "which-chat-model",
            "which-image-model",
            "hardware",
            "slow",
            "phone",
        ],
        [
            "is there another way",
            "what else can i do",
            "can another computer help",
            "and if my computer is too weak",
        ],
        "companion",
    ),
    (
        ["companion"],
        ["how do programs talk to it", "does it have an api", "and from my code"],
        "api",
    ),
    (
        ["privacy", "where-it-runs", "what-is-triptych", "cost", "storage-place"],
        ["and offline", "also without internet", "does it work offline too", "and without wifi"],
        "offline",
    ),
    (
        [
            "offline",
            "where-it-runs",
            "what-is-triptych",
            "cost",
            "storage-place",
            "chat-history",
            "gallery",
        ],
        ["is that private", "and is it private", "so nobody sees it", "and my data"],
        "privacy",
    ),
    (
        ["what-is-triptych", "privacy", "offline", "about-the-guide", "install"],
        ["and what does it cost", "is it free", "do i have to pay"],
        "cost",
    ),
    (
        ["what-is-triptych", "about-the-guide", "what-the-guide-can-do", "greet", "cost"],
        ["how do i start", "where do i begin", "ok, and now", "what should i try first"],
        "first-steps",
    ),
    (
        [
            "no_math",
            "no_facts",
            "no_code",
            "no_write",
            "no_translate",
            "no_summary",
            "guide-limits",
            "language",
        ],
        [
            "ok, how do i get a bigger one",
            "how do i get it",
            "where do i download it",
            "how do i do that",
            "ok show me",
            "where",
        ],
        "download-model",
    ),
    (
        [
            "no_math",
            "no_facts",
            "no_code",
            "no_write",
            "no_translate",
            "no_summary",
            "no_news",
            "unclear",
        ],
        ["why not", "why can't you", "but you are an ai", "why"],
        "guide-limits",
    ),
    (
        ["no_math", "no_facts", "no_code", "no_write", "unclear", "guide-limits"],
        ["what can you do then", "so what can you do", "what do you know then"],
        "what-the-guide-can-do",
    ),
]
