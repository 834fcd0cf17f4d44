(* Box certificates for a whole interval of scaling factors, 1/alpha in [p, q]: the checker
   [interval_certificate_ok] and its soundness for every rational a/b in the interval ([gsa_interval]). *)

From Coq Require Import ZArith List Permutation Lia Bool QArith Lqa Arith.
From RatioLab Require Import Sums Rationals Model Peak LowerBounds Pipeline Slices Gsa GsaCost Boxes PhaseCosts
  GsaRatio.
Import ListNotations.
Open Scope Q_scope.

Local Notation "'#' z" := (inject_Z z) (at level 5, format "# z").

Section Checker.
Variables (R p q lo : Q) (up : option Q).
(* xl, xh: bounds on (1/alpha)^j *)
Definition ibottom (xl xh : Q) (r : row) : bool :=
  Qle_bool (wt r) 1 ||
  (Qle_bool 1 (wt r) && linb lo up (R / 2 * p - (1 - / wt r) * P0 r) (R / 2 * (p * p) * xl - (1 - / wt r) * P1 r
    xh)).
Definition ilink (xl xh : Q) (r r' : row) : bool :=
  let g := / wt r' - 1 in
  if Qle_bool (wt r') 1
  then linb lo up (R / 2 * (p - q * q) - (1 + wt r) * P0 r - g * (q * P0 r'))
                  (R / 2 * (p * p - q * q * (q * q)) * xl - (1 + wt r) * P1 r xh - g * (q * P1 r' (q * xh)))
  else Qle_bool 1 (wt r') &&
       linb lo up (R / 2 * (p - q * q) - (1 + wt r) * P0 r - g * (p * P0 r'))
                  (R / 2 * (p * p - q * q * (q * q)) * xl - (1 + wt r) * P1 r xh - g * (p * P1 r' (p * xl))).
Definition ideep (r : row) : bool :=
  Qle_bool (wt r) 1 &&
  if direct r
  then match up with
       | Some h => Qle_bool ((1 / 2 + h) * ((1 + wt r + (/ wt r - 1) * q) / #(par r))) (R / 2 * (p - q * q))
       | None => false
       end
  else Qle_bool (P0 r * (1 + wt r + (/ wt r - 1) * q)) (R / 2 * (p - q * q)) &&
       Qle_bool ((1 + 2 / #(par r)) / 2 * (1 + wt r + (/ wt r - 1) * (q * q))) (R / 2 * (p * p - q * q * (q *
         q))).
Fixpoint irows (xl xh : Q) (rs : list row) (d : row) : bool :=
  match rs with
  | [] => row_ok lo xh d && ideep d
  | r :: rest => row_ok lo xh r && ibottom xl xh r && ilink xl xh r (hd d rest) && irows (p * xl) (q * xh) rest
    d
  end.
End Checker.

Fixpoint iboxes (R p q lo : Q) (bs : list box) : bool :=
  match bs with
  | [] => false
  | b :: rest =>
    irows R p q lo (hi b) 1 1 (rows b) (deep b) &&
    match hi b with None => true | Some h => Qle_bool lo h && iboxes R p q h rest end
  end.
Definition interval_certificate_ok (R p q : Q) (bs : list box) : bool :=
  negb (Qle_bool p 0) && negb (Qle_bool 1 q) && Qle_bool (q * q * (q * q)) (p * p) &&
  Qle_bool (1 + 1 / (1 - q)) (R / 3) && iboxes R p q 0 bs.

Lemma inv_gap rho q : rho <= q -> q < 1 -> 1 / (1 - rho) <= 1 / (1 - q).
Proof.
  intros H1 H2. apply Qle_shift_div_l; [lra|].
  setoid_replace (1 / (1 - rho) * (1 - q)) with ((1 - q) / (1 - rho)) by (field; lra).
  apply Qle_shift_div_r; lra.
Qed.

Lemma P1_mono r x y : (1 <= par r)%Z -> x <= y -> P1 r x <= P1 r y.
Proof.
  intros K H. unfold P1. assert (Kq : 1 <= #(par r)) by now apply (inj_le 1).
  assert (0 < 2 / #(par r)) by (apply Qlt_shift_div_l; lra). destruct (direct r); [lra|].
  apply qmul_l; auto. apply Qle_shift_div_l; lra.
Qed.

Section Sound.
Variables (R p q rho lo : Q) (up : option Q).
Hypotheses (HR : 0 <= R) (Hp : 0 < p) (Hpr : p <= rho) (Hrq : rho <= q) (Hq : q < 1) (Hpq : q * q * (q * q)
  <= p * p) (Hlo : 0 <= lo).

Lemma rho2 : p * p <= rho * rho /\ rho * rho <= q * q.
Proof. split; nra. Qed.
Lemma gain0 : R / 2 * (p - q * q) <= R / 2 * (rho - rho * rho).
Proof. apply qmul_l; [now apply half|]. destruct rho2. lra. Qed.
Lemma gap1 : 0 <= p * p - q * q * (q * q) /\ p * p - q * q * (q * q) <= rho * rho - rho * rho * rho * rho.
Proof.
  destruct rho2 as [A B]. split; [lra|].
  assert (0 <= rho * rho) by apply qsquare. assert (C : rho * rho * (rho * rho) <= q * q * (q * q)).
  { apply Qle_trans with (rho * rho * (q * q)); [now apply qmul_l|]. apply Qmult_le_compat_r; lra. }
  lra.
Qed.
Lemma gain1 xl x : 0 <= xl -> xl <= x ->
  R / 2 * (p * p - q * q * (q * q)) * xl <= R / 2 * (rho * rho - rho * rho * rho * rho) * x.
Proof.
  intros X0 X1. destruct gap1 as [A B]. assert (R2 := half R HR).
  apply Qle_trans with (R / 2 * (rho * rho - rho * rho * rho * rho) * xl).
  - apply Qmult_le_compat_r; auto. now apply qmul_l.
  - apply qmul_l; auto. apply Qmult_le_0_compat; lra.
Qed.

Lemma lower (c0 c1 d0 d1 U : Q) : 0 <= U -> c0 <= d0 -> c1 <= d1 -> 0 <= c0 + c1 * U -> 0 <= d0 + d1 * U.
Proof. intros. assert (c1 * U <= d1 * U) by (apply Qmult_le_compat_r; lra). lra. Qed.

Lemma ilink_sound U xl x xh r r' : upto lo up U -> 0 < xl -> xl <= x -> x <= xh ->
  row_basic r -> row_basic r' -> ilink R p q lo up xl xh r r' = true -> link_fact R rho U x r r'.
Proof.
  intros HU X0 X1 X2 [W1 K1] [W1' K1'] H. unfold ilink in H. cbv zeta in H.
  assert (U0 : 0 <= U) by (destruct HU; lra). assert (G0 := gain0). assert (G1 := gain1 xl x ltac:(lra) X1).
  assert (A0 := P0_ge r' K1'). assert (M1 := P1_mono r x xh K1 X2).
  assert (Wp : (1 + wt r) * P1 r x <= (1 + wt r) * P1 r xh) by (apply qmul_l; lra).
  assert (Iw : 0 < / wt r') by now apply Qinv_lt_0_compat.
  unfold link_fact.
  assert (Goal : 0 <= (R / 2 * (rho - rho * rho) - (1 + wt r) * P0 r - (/ wt r' - 1) * (rho * P0 r')) +
                      (R / 2 * (rho * rho - rho * rho * rho * rho) * x - (1 + wt r) * P1 r x - (/ wt r' - 1) *
                        (rho * P1 r' (rho * x))) * U); [|lra].
  destruct (Qle_bool (wt r') 1) eqn:E.
  - apply Qle_bool_imp_le in E. assert (Wi := qinv_ge1 _ W1' E).
    apply (lin_sound lo up _ _ U HU) in H. eapply lower; [exact U0| | |exact H].
    + assert (B : rho * P0 r' <= q * P0 r') by (apply Qmult_le_compat_r; lra).
      assert ((/ wt r' - 1) * (rho * P0 r') <= (/ wt r' - 1) * (q * P0 r')) by (apply qmul_l; lra). lra.
    + assert (Xm : rho * x <= q * xh).
      { apply Qle_trans with (q * x); [apply Qmult_le_compat_r; lra|apply qmul_l; lra]. }
      assert (M2 := P1_mono r' _ _ K1' Xm). assert (Px : 0 <= P1 r' (rho * x)) by (apply P1_ge; auto;
        apply Qmult_le_0_compat; lra).
      assert (B : rho * P1 r' (rho * x) <= q * P1 r' (q * xh)).
      { apply Qle_trans with (q * P1 r' (rho * x)); [apply Qmult_le_compat_r; lra|apply qmul_l; lra]. }
      assert ((/ wt r' - 1) * (rho * P1 r' (rho * x)) <= (/ wt r' - 1) * (q * P1 r' (q * xh))) by (apply qmul_l;
        lra). lra.
  - apply andb_prop in H. destruct H as [E2 H]. apply Qle_bool_imp_le in E2.
    assert (Wi : / wt r' <= 1). { apply Qle_shift_inv_r; lra. }
    apply (lin_sound lo up _ _ U HU) in H. eapply lower; [exact U0| | |exact H].
    + assert (B : p * P0 r' <= rho * P0 r') by (apply Qmult_le_compat_r; lra).
      assert ((1 - / wt r') * (p * P0 r') <= (1 - / wt r') * (rho * P0 r')) by (apply qmul_l; lra). lra.
    + assert (Xm : p * xl <= rho * x).
      { apply Qle_trans with (rho * xl); [apply Qmult_le_compat_r; lra|apply qmul_l; lra]. }
      assert (M2 := P1_mono r' _ _ K1' Xm). assert (Px : 0 <= P1 r' (p * xl)) by (apply P1_ge; auto;
        apply Qmult_le_0_compat; lra).
      assert (B : p * P1 r' (p * xl) <= rho * P1 r' (rho * x)).
      { apply Qle_trans with (rho * P1 r' (p * xl)); [apply Qmult_le_compat_r; lra|apply qmul_l; lra]. }
      assert ((1 - / wt r') * (p * P1 r' (p * xl)) <= (1 - / wt r') * (rho * P1 r' (rho * x))) by (apply qmul_l;
        lra). lra.
Qed.

Lemma ibottom_sound U xl x xh r : upto lo up U -> 0 < xl -> xl <= x -> x <= xh -> row_basic r ->
  ibottom R p lo up xl xh r = true -> bottom_fact R rho U x r.
Proof.
  intros HU X0 X1 X2 Hb H. assert (U0 : 0 <= U) by (destruct HU; lra).
  unfold ibottom in H. apply orb_prop in H. destruct H as [H|H].
  - apply Qle_bool_imp_le in H. apply bottom_le1; auto; lra.
  - apply andb_prop in H. destruct H as [E H]. apply Qle_bool_imp_le in E. destruct Hb as [W1 K1].
    apply (lin_sound lo up _ _ U HU) in H. unfold bottom_fact.
    assert (Iw : 0 < / wt r) by now apply Qinv_lt_0_compat.
    assert (Wi : / wt r <= 1) by (apply Qle_shift_inv_r; lra).
    assert (M1 := P1_mono r x xh K1 X2). destruct rho2 as [A B]. assert (R2 := half R HR).
    assert (Goal : 0 <= (R / 2 * rho - (1 - / wt r) * P0 r) + (R / 2 * (rho * rho) * x - (1 - / wt r) * P1 r x)
      * U); [|lra].
    eapply lower; [exact U0| | |exact H].
    + assert (R / 2 * p <= R / 2 * rho) by now apply qmul_l. lra.
    + assert (C1 : R / 2 * (p * p) * xl <= R / 2 * (rho * rho) * x).
      { apply Qle_trans with (R / 2 * (rho * rho) * xl).
        - apply Qmult_le_compat_r; [now apply qmul_l|lra].
        - apply qmul_l; auto. apply Qmult_le_0_compat; auto. apply qsquare. }
      assert ((1 - / wt r) * P1 r x <= (1 - / wt r) * P1 r xh) by (apply qmul_l; lra). lra.
Qed.

Lemma ideep_sound U x r : upto lo up U -> row_basic r -> 0 < x -> ideep R p q up r = true ->
  bottom_fact R rho U x r /\ link_fact R rho U x r r.
Proof.
  intros HU Hb Hx H. assert (r0 : 0 < rho) by lra. assert (r1 : rho < 1) by lra.
  apply (deep_sound R rho lo up HR r0 r1 Hlo); auto.
  unfold ideep in H. unfold deep_ok. apply andb_prop in H. destruct H as [W H]. rewrite W. cbn [andb].
  apply Qle_bool_imp_le in W. destruct Hb as [W1 K1]. assert (Wi := qinv_ge1 _ W1 W).
  assert (G0 := gain0). destruct gap1 as [A B]. destruct rho2 as [A2 B2]. assert (R2 := half R HR).
  assert (S0 : (/ wt r - 1) * rho <= (/ wt r - 1) * q) by (apply qmul_l; lra).
  assert (S1 : (/ wt r - 1) * (rho * rho) <= (/ wt r - 1) * (q * q)) by (apply qmul_l; lra).
  assert (Kq : 1 <= #(par r)) by now apply (inj_le 1).
  assert (Ki : 0 < / #(par r)) by (apply Qinv_lt_0_compat; lra).
  destruct (direct r); [destruct up as [h|]; [|discriminate]|].
  - apply Qle_bool_imp_le in H. apply Qle_bool_iff. eapply Qle_trans; [|exact (Qle_trans _ _ _ H G0)].
    apply qmul_l.
    + assert (Hh : 0 <= 1 / 2) by (vm_compute; discriminate). destruct HU. lra.
    + unfold Qdiv. apply Qmult_le_compat_r; lra.
  - apply andb_prop in H. destruct H as [H1 H2]. apply Qle_bool_imp_le in H1, H2. apply andb_true_intro.
    split; apply Qle_bool_iff.
    + eapply Qle_trans; [|exact (Qle_trans _ _ _ H1 G0)]. apply qmul_l; [now apply P0_ge|lra].
    + assert (G2 : R / 2 * (p * p - q * q * (q * q)) <= R / 2 * (rho * rho - rho * rho * rho * rho))
        by now apply qmul_l.
      eapply Qle_trans; [|exact (Qle_trans _ _ _ H2 G2)]. apply qmul_l; [|lra].
      assert (0 < 2 / #(par r)) by (apply Qlt_shift_div_l; lra). apply Qle_shift_div_l; lra.
Qed.

Lemma irows_sound U rs d : upto lo up U -> forall xl x xh, 0 < xl -> xl <= x -> x <= xh ->
  irows R p q lo up xl xh rs d = true ->
  forall j, row_fact U (qpow rho j * x) (rowat rs d j) /\ bottom_fact R rho U (qpow rho j * x) (rowat rs d j) /\
            link_fact R rho U (qpow rho j * x) (rowat rs d j) (rowat rs d (S j)).
Proof.
  intros HU. assert (r0 : 0 < rho) by lra.
  induction rs as [|r rest IH]; intros xl x xh X0 X1 X2 H j; cbn [irows] in H.
  - apply andb_prop in H. destruct H as [H1 H2].
    assert (E1 : rowat [] d j = d) by (destruct j; reflexivity).
    assert (E2 : rowat [] d (S j) = d) by reflexivity. rewrite E1, E2.
    assert (Hq1 := qpow_pos rho j r0).
    assert (Hp1 : qpow rho j <= 1).
    { clear - r0 Hrq Hq. induction j; simpl; [lra|]. assert (P := qpow_pos rho j r0). nra. }
    assert (Y0 : 0 < qpow rho j * x) by (apply Qmult_lt_0_compat; lra).
    assert (Y1 : qpow rho j * x <= xh). { apply Qle_trans with (1 * x); [apply Qmult_le_compat_r; lra|lra]. }
    assert (F : row_fact U (qpow rho j * x) d) by (apply (row_sound lo up Hlo U xh); auto).
    split; auto. apply ideep_sound; auto. now apply row_fact_basic in F.
  - apply andb_prop in H. destruct H as [H H4]. apply andb_prop in H. destruct H as [H H3].
    apply andb_prop in H. destruct H as [H1 H2].
    destruct j as [|j].
    + assert (F : row_fact U x r) by (apply (row_sound lo up Hlo U xh); auto; lra).
      assert (Hb := row_fact_basic _ _ _ F).
      assert (E : rowat (r :: rest) d 1 = hd d rest) by (destruct rest; reflexivity).
      change (rowat (r :: rest) d 0) with r. rewrite E.
      assert (Hb' : row_basic (hd d rest)).
      { destruct (IH (p * xl) (rho * x) (q * xh)) with (j := O) as [F' _]; auto.
        - now apply Qmult_lt_0_compat.
        - apply Qle_trans with (rho * xl); [apply Qmult_le_compat_r; lra|apply qmul_l; lra].
        - apply Qle_trans with (q * x); [apply Qmult_le_compat_r; lra|apply qmul_l; lra].
        - apply row_fact_basic in F'. destruct rest; exact F'. }
      assert (Ex : x == qpow rho 0 * x) by (simpl; ring).
      split; [exact (row_fact_eq _ _ _ _ Ex F)|]. split.
      * apply (bottom_fact_eq R rho U x); auto. apply (ibottom_sound U xl x xh); auto.
      * apply (link_fact_eq R rho U x); auto. apply (ilink_sound U xl x xh); auto.
    + destruct (IH (p * xl) (rho * x) (q * xh)) with (j := j) as [A [A2 B]]; auto.
      * now apply Qmult_lt_0_compat.
      * apply Qle_trans with (rho * xl); [apply Qmult_le_compat_r; lra|apply qmul_l; lra].
      * apply Qle_trans with (q * x); [apply Qmult_le_compat_r; lra|apply qmul_l; lra].
      * change (rowat (r :: rest) d (S j)) with (rowat rest d j).
        change (rowat (r :: rest) d (S (S j))) with (rowat rest d (S j)).
        assert (E : qpow rho j * (rho * x) == qpow rho (S j) * x) by (simpl; ring).
        split; [exact (row_fact_eq _ _ _ _ E A)|split; [exact (bottom_fact_eq _ _ _ _ _ _ E A2)|]].
        exact (link_fact_eq _ _ _ _ _ _ _ E B).
Qed.
End Sound.

Lemma iboxes_sound R p q rho bs : 0 <= R -> 0 < p -> p <= rho -> rho <= q -> q < 1 ->
  q * q * (q * q) <= p * p ->
  forall lo U, 0 <= lo -> lo <= U -> iboxes R p q lo bs = true ->
  exists rs d, forall j, row_fact U (qpow rho j) (rowat rs d j) /\
    bottom_fact R rho U (qpow rho j) (rowat rs d j) /\
    link_fact R rho U (qpow rho j) (rowat rs d j) (rowat rs d (S j)).
Proof.
  intros HR H0 H1 H2 H3 H4. induction bs as [|b rest IH]; intros lo U Hlo HU H; [discriminate|].
  cbn [iboxes] in H. apply andb_prop in H. destruct H as [A B].
  assert (K : upto lo (hi b) U \/ exists h, hi b = Some h /\ lo <= h /\ h <= U /\ iboxes R p q h rest = true).
  { unfold upto. destruct (hi b) as [h|]; [|left; auto]. qb.
    destruct (Qlt_le_dec U h); [left; split; auto; lra|right; exists h; auto]. }
  destruct K as [K|[h [Eh [Hlh [Hh Hr]]]]].
  - exists (rows b), (deep b). intros j.
    destruct (irows_sound R p q rho lo (hi b) HR H0 H1 H2 H3 H4 Hlo U (rows b) (deep b) K 1 1 1 ltac:(lra)
      ltac:(lra) ltac:(lra) A j) as [C [C2 D]].
    assert (E : qpow rho j * 1 == qpow rho j) by ring.
    split; [exact (row_fact_eq _ _ _ _ E C)|split; [exact (bottom_fact_eq _ _ _ _ _ _ E C2)|]].
    exact (link_fact_eq _ _ _ _ _ _ _ E D).
  - apply (IH h U); auto; lra.
Qed.

(* one certificate, every rational a/b with p <= b/a <= q *)
Theorem gsa_interval R p q bs : interval_certificate_ok R p q bs = true ->
  forall a b I l order sched, (1 <= b < a)%Z -> p <= #b / #a -> #b / #a <= q ->
  valid I -> is_level a b (budget I - prompt I) l -> any_order order -> feasible I sched ->
  #(flow_time I (gsa a b l I order)) <= R * #(flow_time I sched).
Proof.
  intros Hc a b I l order sched Hab Hp Hq HI Hl Ho Hf. unfold interval_certificate_ok in Hc.
  apply andb_prop in Hc. destruct Hc as [Hc C5]. apply andb_prop in Hc. destruct Hc as [Hc C4].
  apply andb_prop in Hc. destruct Hc as [Hc C3]. apply andb_prop in Hc. destruct Hc as [C1 C2].
  apply Qle_bool_imp_le in C3, C4.
  assert (P0' : 0 < p). { destruct (Qlt_le_dec 0 p); auto. apply Qle_bool_iff in q0. rewrite q0 in C1.
  discriminate. }
  assert (Q1 : q < 1). { destruct (Qlt_le_dec q 1); auto. apply Qle_bool_iff in q0. rewrite q0 in C2.
  discriminate. }
  assert (G : 0 < 1 / (1 - q)) by (apply Qlt_shift_div_l; lra).
  assert (HR : 0 <= R). { setoid_replace R with (3 * (R / 3)) by field. apply Qmult_le_0_compat; lra. }
  assert (W1 : (0 <= budget I - prompt I)%Z) by (destruct HI; lia).
  assert (S1 : (1 <= 2 * prompt I + 1)%Z) by (destruct HI; lia).
  assert (U0 : 0 <= #(budget I - prompt I) / #(2 * prompt I + 1)).
  { apply inj_le in W1. apply inj_le in S1. change (#0) with 0 in *. change (#1) with 1 in *.
    apply Qle_shift_div_l; lra. }
  destruct (iboxes_sound R p q (#b / #a) bs HR P0' Hp Hq Q1 C3 0 _ ltac:(lra) U0 C5) as [rs [d F]].
  assert (E3 : R == 2 * (R / 3) + R / 3) by field.
  assert (Erl : 2 * (R / 3) + PhaseCosts.rl a b <= R).
  { unfold PhaseCosts.rl, PhaseCosts.rho. assert (I1 := inv_gap (#b / #a) q Hq Q1). lra. }
  apply (gsa_ratio I a b l 0 R rs d HI Hab Hl HR ltac:(lia)) with (Rf := R); auto; try lra.
  - intros j. destruct (F j) as [[F1 [F2 _]] _]. auto.
  - intros j Hj. apply (par_of_row I a b l 0 R rs d HI Hab Hl HR ltac:(lia)); [intros i;
      apply (F i)|lia|apply F].
  - intros j. destruct (F j) as [[F1 _] [F3 F4]]. auto.
  - intros j Hj. unfold PhaseCosts.tau, PhaseCosts.W. change (Z.of_nat 0) with 0%Z.
    rewrite Z.pow_0_r, Z.pow_0_r, Z.mul_1_r, Z.div_1_r. destruct (len_valid I j HI Hj). lia.
Qed.
