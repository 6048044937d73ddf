/*
 * Flite as a library of a WebAssembly module: a voice from a .flitevox file, text in, samples and the times of the words out.
 * One voice and one utterance at a time; whatever a function returns a pointer to is valid until the next call.
 */
#include "flite.h"
#include "cmu_lex.h"
#include "usenglish.h"

#define EXPORT(name) __attribute__((export_name(name)))

/* A token of the text, as whitespace divides it, and when it is spoken. 12 bytes: the host reads it as three 32-bit values. */
typedef struct {
  int end;     /* offset in bytes behind the token */
  float start_seconds;
  float end_seconds;
} spoken_token;

static cst_voice *voice;
static cst_utterance *utterance;
static spoken_token *tokens;
static int token_count;

EXPORT("flite_start") void start(void) {
  flite_init();
  flite_add_lang("eng", usenglish_init, cmu_lex_init);
  flite_add_lang("usenglish", usenglish_init, cmu_lex_init);
}

EXPORT("flite_allocate") char *allocate(int bytes) { return cst_alloc(char, bytes); }
EXPORT("flite_free") void release(char *pointer) { cst_free(pointer); }

/* Returns the voice's sample rate, or 0 for a file that is no voice. */
EXPORT("flite_load_voice") int load_voice(const char *path) {
  voice = flite_voice_load(path);
  return voice ? get_param_int(voice->features, "sample_rate", 16000) : 0;
}

static float time_of(cst_item *word, const char *path) {
  return ffeature_float(word, path);
}

static void read_tokens(void) {
  cst_relation *relation = utt_relation(utterance, "Token");
  cst_item *token;
  int count = 0;
  for (token = relation_head(relation); token; token = item_next(token)) count++;
  cst_free(tokens);
  tokens = cst_alloc(spoken_token, count > 0 ? count : 1);
  token_count = 0;
  for (token = relation_head(relation); token; token = item_next(token)) {
    cst_item *first = item_daughter(token);
    if (!first) continue;
    cst_item *last = first;
    while (item_next(last)) last = item_next(last);
    spoken_token *entry = &tokens[token_count++];
    entry->end = item_feat_int(token, "file_pos");
    entry->start_seconds = time_of(first, "R:Word.R:SylStructure.daughter1.daughter1.R:Segment.p.end");
    entry->end_seconds = time_of(last, "R:Word.R:SylStructure.daughtern.daughtern.R:Segment.end");
  }
}

/* Speaks the text, `stretch` times as long as the voice would by itself. Returns the number of samples, -1 on failure. */
EXPORT("flite_speak") int speak(const char *text, float stretch) {
  if (utterance) delete_utterance(utterance);
  utterance = 0;
  if (!voice) return -1;
  feat_set_float(voice->features, "duration_stretch", stretch);
  utterance = flite_synth_text(text, voice);
  if (!utterance || !utt_wave(utterance)) return -1;
  read_tokens();
  return utt_wave(utterance)->num_samples;
}

EXPORT("flite_samples") short *samples(void) { return utt_wave(utterance)->samples; }
EXPORT("flite_token_count") int count_tokens(void) { return token_count; }
EXPORT("flite_tokens") spoken_token *list_tokens(void) { return tokens; }
