/** Room for a finger where there is one, for buttons of an icon and of words. */
export const TOUCH_ICON = 'pointer-coarse:size-11';
export const TOUCH = 'pointer-coarse:min-h-11';
