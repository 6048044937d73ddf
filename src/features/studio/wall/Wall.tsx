import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { PictureLibrary } from '../../../engine-client/picture-library.ts';
import type { MadeBase } from '../../../storage/studio/studio-project.ts';
import type { SetPlan } from '../set/plan-set.ts';
import type { SetCredentials } from '../set/sign-set.ts';
import type { StudioStore } from '../store/studio-state.ts';
import { DrawnPictures } from './DrawnPictures.tsx';
import { Frame } from './Frame.tsx';
import { FrameDialog } from './FrameDialog.tsx';
import type { DraggedPoint } from './live-crop.ts';

interface WallProps {
  store: StudioStore;
  library: Pick<PictureLibrary, 'add'>;
  credentials: SetCredentials;
  plan: SetPlan | undefined;
}

/** The sizes at one scale, side by side as they will be: empty, being made, or done. */
export function Wall({ store, library, credentials, plan }: WallProps) {
  const project = useStore(store, (state) => state.project);
  const files = useStore(store, (state) => state.files);
  const run = useStore(store, (state) => state.run);
  const [dragged, setDragged] = useState<DraggedPoint>();
  const [opened, setOpened] = useState<string | null>(null);
  const { sizes } = project.draft;
  const section = useSightOf(run.status === 'running');
  const largest = {
    width: Math.max(...sizes.map(({ width }) => width)),
    height: Math.max(...sizes.map(({ height }) => height)),
  };
  const work = run.status === 'running' ? run.work : undefined;
  const images = new Map(project.made.images.map((image) => [image.name, image]));
  const context = { files, plan, work, dragged };
  return (
    <section
      ref={section}
      aria-label="Set"
      className="@container flex min-h-72 shrink-0 grow flex-col gap-6 bg-sunken px-4 py-6 sm:px-6"
    >
      <h2 className="sr-only">Set</h2>
      <DrawnPictures {...context} onDrag={setDragged} onPoint={store.getState().setFocalPoint} />
      {sizes.length === 0 ? (
        <p className="m-auto max-w-sm text-center text-sm text-soft">
          Choose at least one size above. Each is shown here in its true proportions.
        </p>
      ) : (
        <ul
          aria-label="Pictures"
          className="flex flex-wrap items-end gap-x-3 gap-y-5 [--wall:11rem] @2xl:gap-x-5 @2xl:[--wall:17rem]"
        >
          {sizes.map((size) => (
            <Frame
              key={size.name}
              {...context}
              size={size}
              largest={largest}
              image={images.get(size.name)}
              base={findBase(plan, size.name)}
              onOpen={() => setOpened(size.name)}
            />
          ))}
        </ul>
      )}
      <FrameDialog
        store={store}
        library={library}
        credentials={credentials}
        name={opened}
        base={opened === null ? undefined : findBase(plan, opened)}
        onClose={() => setOpened(null)}
      />
    </section>
  );
}

/** Where all is in one column, what is being made is brought into sight. */
function useSightOf(isRunning: boolean) {
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isRunning && matchMedia('(max-width: 63.99rem)').matches)
      section.current?.scrollIntoView({ block: 'start' });
  }, [isRunning]);
  return section;
}

/** The picture that a size is or will be cut from, if it is there. */
function findBase(plan: SetPlan | undefined, name: string): MadeBase | undefined {
  for (const draw of plan?.draws ?? []) {
    const planned = draw.plan.sizes.find(({ size }) => size.name === name);
    if (planned) return draw.bases[planned.base];
  }
  return undefined;
}
