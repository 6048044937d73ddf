import type { SubjectCue } from '../subject-cue.ts';

/** What has no category of its own, but a look: anything else that a brief names counts for more. */
export const OTHER: readonly SubjectCue[] = [
  {
    words: `law firm*, lawyer*, attorney*, solicitor*, en:legal, notary, de:notar*, *kanzlei, *anwalt, *anwält*, *anwaltskanzlei*, fr:avocats, notaire*, abogad*, bufete de abogados, advogad*, advocacia,
      avvocat*, studio legale, advocaten*, advocatenkantoor*, adwokat*, kancelari*, avukat*, hukuk*, адвокат*, юрист*, юридическ*, محام*, محاماة, वकील*, 弁護士*, 法律*, 律师*, 律師*, 변호사*, 법률*,
      advokat*, δικηγόρ*, luật sư, pengacara`,
    noun: 'a calm office with shelves of law books',
    stickers: ['briefcase', 'book', 'scroll'],
    weight: 1,
  },
  {
    words: `banking, savings bank*, bank account*, en:bank, insurance, accounting, accountant*, tax, taxes, investment*, loan*, mortgage*, de:*sparkasse*, de:*versicherung*, de:*steuer, de:steuer*, banque*, fr:assurance*,
      comptab*, es:banco, seguros, contabilidad*, asesoría fiscal, pt:banco, seguradora*, it:banca, assicurazion*, commercialist*, verzekering*, boekhoud*, nl:bank, pl:bank*, ubezpiecz*, księgow*,
      tr:banka*, sigorta*, muhasebe*, банк*, страхов*, бухгалт*, بنك, مصرف, تأمين, बैंक, बीमा, 銀行*, 保険*, 会計*, 银行*, 保险*, 会计*, 은행*, 보험*, 회계*, försäkring*, τράπεζα, ασφάλ*, ngân hàng, bảo hiểm, asuransi`,
    noun: 'coins beside a notebook on a tidy desk',
    stickers: ['coin', 'money bag', 'credit card'],
    weight: 1,
  },
  {
    words: `podcast*, pódcast*, *podcast, radio show*, audio series, подкаст*, بودكاست, पॉडकास्ट, ポッドキャスト*, 播客*, 팟캐스트*`,
    noun: 'a microphone and headphones in a small studio',
    stickers: ['microphone', 'headphones', 'radio'],
    weight: 1,
  },
  {
    words: `music, musician*, album cover*, playlist*, record label*, guitar lesson*, piano lesson*, de:*musik, *musikschule*, musique*, música*, musica, musicale*, muziek*, muzyk*, tr:müzik*, музык*, موسيقى, संगीत, 音楽*, 音乐*, 음악*,
      sv:musik*, μουσικ*, âm nhạc, musik`,
    noun: 'a guitar and a piano in warm light',
    stickers: ['guitar', 'musical note', 'piano'],
    weight: 1,
  },
];
