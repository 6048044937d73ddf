/*
 * eSpeak NG as a library of a WebAssembly module that only writes phonemes: text in, IPA out. It makes no sound.
 * This file is linked with eSpeak NG and therefore is under the GPL, version 3 or later, as eSpeak NG is.
 */
#include <stdlib.h>
#include <string.h>
#include <espeak-ng/espeak_ng.h>
#include <espeak-ng/speak_lib.h>

#define EXPORT(name) __attribute__((export_name(name)))

/* Sound icons are never used; wasi has no temporary files. */
char *tmpnam(char *name) { return NULL; }

static char *ipa;
static size_t ipa_size;
static int has_language;

/* Reads the data files under /data. Returns 0 on success. */
EXPORT("espeak_start") int start(void) {
  espeak_ng_InitializePath("/data");
  return espeak_ng_Initialize(NULL) == ENS_OK ? 0 : -1;
}

EXPORT("espeak_allocate") char *allocate(int bytes) { return malloc(bytes); }
EXPORT("espeak_free") void release(char *pointer) { free(pointer); }

/* `name`: a file under lang/, such as "en-us". Returns 0 on success. */
EXPORT("espeak_set_language") int set_language(const char *name) {
  has_language = espeak_ng_SetVoiceByName(name) == ENS_OK;
  return has_language ? 0 : -1;
}

static void append(const char *text, size_t length) {
  size_t used = ipa ? strlen(ipa) : 0;
  if (used + length + 2 > ipa_size) {
    ipa_size = 2 * (used + length + 2);
    ipa = realloc(ipa, ipa_size);
  }
  memcpy(ipa + used, text, length);
  ipa[used + length] = 0;
}

/*
 * UTF-8 text to IPA. Letters of one phoneme (diphthongs, affricates) are tied with "^"; clauses are divided by a line feed.
 * The result is valid until the next call.
 */
EXPORT("espeak_phonemize") const char *phonemize(const char *text) {
  const void *rest = text;
  int mode = espeakPHONEMES_IPA | espeakPHONEMES_TIE | ('^' << 8);
  if (ipa) ipa[0] = 0;
  else append("", 0);
  while (rest && has_language) {
    const char *clause = espeak_TextToPhonemes(&rest, espeakCHARS_UTF8, mode);
    if (!clause) break;
    append(clause, strlen(clause));
    append("\n", 1);
  }
  return ipa;
}
