/**
 * The screens of the studio, in the order of the rail: the one place that says which there are. The
 * app's routes and pictures are keyed by their ids, and the guide's texts can speak of no other.
 */
export const SCREENS = [
  { id: 'chat', title: 'Chat' },
  { id: 'images', title: 'Images' },
  { id: 'speech', title: 'Speech' },
  { id: 'studio', title: 'Studio' },
  { id: 'gallery', title: 'Gallery' },
  { id: 'bulk', title: 'Bulk' },
  { id: 'models', title: 'Models' },
  { id: 'developers', title: 'Developers' },
  { id: 'companion', title: 'Companion' },
  { id: 'settings', title: 'Settings' },
] as const;

export type ScreenId = (typeof SCREENS)[number]['id'];

export function isScreenId(text: string | undefined): text is ScreenId {
  return SCREENS.some(({ id }) => id === text);
}
