import { testGoldenPictures } from './diffusion-pipeline.browser.contract.ts';

testGoldenPictures('wasm');
