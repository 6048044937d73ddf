import { registerEncoder } from 'mediabunny';
import { FlacEncoder } from './flac-encoder.ts';
import { Mp3Encoder } from './mp3-encoder.ts';

registerEncoder(FlacEncoder);
registerEncoder(Mp3Encoder);
