/* What Flite's sources name and a page does not have: audio devices, sockets, voices at addresses, and writing voices. */
#include "flite.h"

int audio_flush(cst_audiodev *device) { return -1; }
int play_wave(cst_wave *wave) { return -1; }
int play_wave_sync(cst_wave *wave, cst_relation *relation, int (*callback)(cst_item *)) { return -1; }
int cst_urlp(const char *url) { return 0; }
cst_file cst_url_open(const char *url) { return 0; }
int cst_cg_dump_voice(const cst_voice *voice, const char *path) { return -1; }
