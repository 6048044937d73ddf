/**
 * One verb and one icon for each action, the same on every screen. Icons are set beside their verb wherever there is room,
 * and are `aria-label`led with it elsewhere.
 *
 * | verb | meaning |
 * |---|---|
 * | Draw | makes a picture from a prompt |
 * | Stop | ends work that is running; what it has made stays |
 * | Cancel | gives up work that waits, or a dialog |
 * | Continue | goes on where something was stopped |
 * | Try again | does once more what failed |
 * | Regenerate | makes another version of something that succeeded |
 * | Download | fetches a model |
 * | Save | writes a file to the person's disk |
 */
export {
  AudioLines as SpeechIcon,
  Brush as DrawIcon,
  Copy as CopyIcon,
  Download as DownloadIcon,
  FolderOutput as SaveIcon,
  GitFork as ForkIcon,
  ImageUp as StartPictureIcon,
  Lasso as MaskIcon,
  MessageSquareShare as ToChatIcon,
  Pencil as EditIcon,
  Pin as PinIcon,
  RefreshCw as RegenerateIcon,
  RotateCcw as TryAgainIcon,
  Square as StopIcon,
  StepForward as ContinueIcon,
  Trash2 as DeleteIcon,
  Volume2 as ReadAloudIcon,
  X as CancelIcon,
} from 'lucide-react';
