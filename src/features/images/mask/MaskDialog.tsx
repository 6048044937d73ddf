import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { PictureCodec } from '../../../engine-client/picture-codec.ts';
import type { PixelImage } from '../../../engine/images/pixel-image.ts';
import type { ImagesStore } from '../images-store.ts';
import { MaskEditor } from './MaskEditor.tsx';

interface MaskDialogProps {
  store: ImagesStore;
  codec: PictureCodec;
  onClose(): void;
}

/** The mask editor over the start picture. */
export function MaskDialog({ store, codec, onClose }: MaskDialogProps) {
  const { source, setSource } = useStore(store);
  const [image, setImage] = useState<PixelImage | null>(null);
  const file = source?.file;
  useEffect(() => {
    if (file) codec.decode(file).then(setImage, onClose);
  }, [file, codec, onClose]);
  if (!source || !image) return null;
  return (
    <MaskEditor
      image={image}
      mask={source.mask}
      onClose={onClose}
      onDone={(mask) => {
        const { mask: _before, ...withoutMask } = source;
        setSource(mask ? { ...withoutMask, mask } : withoutMask);
        onClose();
      }}
    />
  );
}
