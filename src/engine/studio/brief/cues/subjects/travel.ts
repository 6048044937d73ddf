import type { SubjectCue } from '../subject-cue.ts';

export const TRAVEL: readonly SubjectCue[] = [
  {
    words: `travel*, trip, trips, vacation*, holiday trip, journey*, getaway*, tourism, tourist*, sightseeing,
      de:*reise, de:*reisen, reiseführer, *urlaub, de:*ferien, tourismus, voyage*, vacances, tourisme, touristique*,
      viaje*, vacaciones, turismo, turístic*, viagem, viagens, férias, viaggi, viaggio, vacanza, vacanze, turistic*,
      reizen, nl:reis, vakantie*, toerisme, podróż*, wakacj*, turysty*, wycieczk*, seyahat*, tatil*, turizm*,
      turist*, gezi*, путешеств*, отпуск*, туризм*, турист*, поездк*, سفر, رحلة, رحلات, سياحة, سياحي*,
      यात्रा, पर्यटन, 旅行, 旅, 観光, ツアー, 旅游, 旅遊, 여행, 관광, sv:resa, resor, semester*, ταξίδι*,
      τουρισ*, διακοπές, du lịch, wisata, perjalanan`,
    noun: 'a journey',
    stickers: ['luggage', 'airplane', 'compass'],
    weight: 3,
  },
  {
    words: `tour, tours, guided tour*, city tour*, stadtführung*, visite guidée, excursion*, excursión*, passeio*,
      escursion*, it:gita, rondleiding*, tr:tur, tr:turu, turlar*, экскурси*, тур, туры, جولة, クルーズ, 游览, 투어, rundtur*,
      cruise*, kreuzfahrt*, croisière*, crucero*, cruzeiro*, crociera, круиз*`,
    noun: 'sights on a tour',
    stickers: ['compass', 'bus', 'camera'],
    weight: 3,
  },
  {
    words: `hotel*, hostel*, resort*, bed and breakfast, guesthouse*, hôtel*, auberge*, pousada*, albergo,
      alberghi, agriturismo, pensjonat*, otel*, pansiyon*, отел*, гостиниц*, فندق, فنادق, होटल, ホテル, 旅館,
      温泉, 酒店, 宾馆, 民宿, 호텔, 펜션, hotell*, ξενοδοχεί*, khách sạn`,
    noun: 'a hotel',
    stickers: ['bed', 'palm tree', 'luggage'],
  },
  {
    words: `flight*, airline*, airport*, *flughafen, fluggesellschaft, fr:vol, fr:vols, aéroport*, compagnie aérienne,
      vuelo*, aeropuerto*, aerolínea*, pt:voo, pt:voos, aeroporto*, it:volo, it:voli, vlucht*, luchthaven, lotnisk*, pl:lot, pl:loty,
      uçak*, uçuş*, havaalanı*, самолёт*, самолет*, аэропорт*, авиа*, طيران, مطار, हवाई, 飛行機, 空港, 航空,
      飞机, 机场, 비행기, 공항, flyg*, flygplats*, αεροπλάν*, máy bay, pesawat`,
    noun: 'an airplane',
    stickers: ['airplane', 'luggage', 'cloud'],
  },
  {
    words: `hiking, hike, hikes, trekking, backpacking, camping, road trip*, *wandern, de:wander*, wanderung*,
      randonnée*, camping-car, senderismo, excursionismo, caminhada*, trilha*, escursionismo, kamperen,
      wędrówk*, kemping*, tr:kamp, yürüyüş*, поход*, кемпинг*, تخييم, ट्रैकिंग, 登山, ハイキング, キャンプ, 徒步,
      露营, 등산, 캠핑, vandring*, πεζοπορί*`,
    noun: 'a hiking trail',
    stickers: ['tent', 'mountain', 'backpack'],
  },
  {
    words: `skiing, ski trip*, ski resort*, skiurlaub, skigebiet*, station de ski, esquí, pt:esqui, it:sci, wintersport*,
      pl:narty, narciarsk*, tr:kayak, лыж*, スキー, スノーボード, 滑雪, 스키, skidor, skidresa`,
    noun: 'skiers on a slope',
    stickers: ['snowflake', 'mountain', 'sled'],
  },
  {
    words: `adventure*, explore, discover, wanderlust, abenteuer*, aventure*, aventura*, avventura, avontuur*,
      przygod*, macera*, приключени*, مغامرة, 冒険, 冒险, 모험, äventyr*`,
    weight: 1,
  },
];
