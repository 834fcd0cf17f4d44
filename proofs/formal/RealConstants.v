(* GSA at irrational scaling factors: the published bound 61.92 at its own alpha = (7 + sqrt 13)/6, and the
   constants of box certificates at (7 + sqrt 13)/6, sqrt 3 and the golden ratio. *)

From Coq Require Import ZArith List Permutation Lia Bool QArith Lqa Arith.
From RatioLab Require Import Sums Rationals Model Checker LowerBounds Pipeline Slices Gsa GsaFactors RealFactors
  GsaCost Boxes IntervalBoxes IntervalBoxData.
Import ListNotations.
Open Scope Q_scope.

Lemma F3_near (al : Q) : (1767 # 1000) <= al -> (6 * al - 7) * (6 * al - 7) < 13 ->
  2 * al * al * al * (3 * al - 2) / ((al - 1) * (al - 1)) <= 6192 # 100.
Proof.
  intros H1 H2. assert (D : 0 < (al - 1) * (al - 1)) by (apply Qmult_lt_0_compat; lra).
  apply Qle_shift_div_r; auto.
  assert (H3 : al <= 17676 # 10000).
  { destruct (Qlt_le_dec (17676 # 10000) al) as [L|L]; [|exact L]. exfalso.
    assert (0 <= (al - (17676 # 10000)) * (al - (17676 # 10000))) by apply qsquare. lra. }
  set (x := al - (1767 # 1000)). assert (Ex : al == (1767 # 1000) + x) by (unfold x; ring).
  assert (X0 : 0 <= x) by (unfold x; lra). assert (X1 : x <= 6 # 10000) by (unfold x; lra).
  assert (S2 : 0 <= x * x) by apply qsquare.
  assert (T2 : x * x <= (6 # 10000) * x) by (apply Qmult_le_compat_r; lra).
  assert (T3 : x * (x * x) <= (6 # 10000) * (x * x)) by (apply Qmult_le_compat_r; lra).
  assert (T4 : x * (x * (x * x)) <= (6 # 10000) * (x * (x * x))).
  { apply Qmult_le_compat_r; [lra|]. now apply Qmult_le_0_compat. }
  assert (S3 : 0 <= x * (x * x)) by now apply Qmult_le_0_compat.
  clearbody x. rewrite Ex. lra.
Qed.

Theorem gsa_published_at_its_alpha I l taus order sched :
  valid I -> real_slices below_7_sqrt13_6 (budget I - prompt I) l taus -> any_order order -> feasible I sched ->
  inject_Z (flow_time I (gsa_with taus I order)) <= (6192 # 100) * inject_Z (flow_time I sched).
Proof.
  intros HI Hs Ho Hf.
  apply (transfer below_7_sqrt13_6 ltac:(intros a b [H _]; exact H) (6192 # 100) 1767 1000) with (l := l); auto.
  { split; [lia|]. right. lia. }
  clear. intros a b [Hab Hb] Hge I l order sched HI Hl Ho Hf.
  assert (B := gsa_published a b Hab I l order sched HI Hl Ho Hf). cbv zeta in B.
  eapply Qle_trans; [exact B|]. apply Qmult_le_compat_r.
  - assert (Bq : 1 <= inject_Z b) by (apply (inj_le 1); lia).
    assert (Bi : 0 < inject_Z b) by lra.
    assert (Ge : (1767 # 1000) <= inject_Z a / inject_Z b).
    { apply Qle_shift_div_l; [lra|]. apply inj_le in Hge. rewrite !inject_Z_mult in Hge.
      change (inject_Z 1767) with 1767 in Hge. change (inject_Z 1000) with 1000 in Hge. lra. }
    apply F3_near; auto.
    destruct Hb as [Hb|Hb]; [exfalso; lia|].
    assert (Q1 : (6 * inject_Z a - 7 * inject_Z b) * (6 * inject_Z a - 7 * inject_Z b) < 13 * (inject_Z b *
      inject_Z b)).
    { assert (C := inj_lt _ _ Hb). unfold Z.sub in C.
      repeat (progress (rewrite ?inject_Z_plus, ?inject_Z_mult, ?inject_Z_opp in C)).
      change (inject_Z 6) with 6 in C. change (inject_Z 7) with 7 in C. change (inject_Z 13) with 13 in C. lra.
      }
    assert (E : (6 * (inject_Z a / inject_Z b) - 7) * (6 * (inject_Z a / inject_Z b) - 7) ==
                (6 * inject_Z a - 7 * inject_Z b) * (6 * inject_Z a - 7 * inject_Z b) / (inject_Z b * inject_Z
                  b)) by (field; lra).
    rewrite E. apply Qlt_shift_div_r; [now apply Qmult_lt_0_compat|exact Q1].
  - apply (inj_le 0). assert (A := length_bound I sched Hf). assert (B' := lengths_nonneg I HI). lia.
Qed.

Section Transfer.
Variables (below : Z -> Z -> Prop) (R : Q) (lo hi : positive) (bs : list box).
Hypothesis below_range : forall a b, below a b -> (1 <= b < a)%Z.
Hypothesis below_lo : below (Zpos lo) 10000000.
Hypothesis below_hi : forall a b, below a b -> (a * 10000000 <= Zpos hi * b)%Z.
Hypothesis ok : interval_certificate_ok R (10000000 # hi) (10000000 # lo) bs = true.

Theorem at_cut I l taus order sched :
  valid I -> real_slices below (budget I - prompt I) l taus -> any_order order -> feasible I sched ->
  inject_Z (flow_time I (gsa_with taus I order)) <= R * inject_Z (flow_time I sched).
Proof.
  intros HI Hs Ho Hf. apply (transfer below below_range R (Zpos lo) 10000000 below_lo) with (l := l); auto.
  clear I l taus order sched HI Hs Ho Hf. intros a b Hb Hge I l order sched HI Hl Ho Hf.
  assert (Hab := below_range a b Hb). assert (Hh := below_hi a b Hb).
  assert (Ha : 0 < inject_Z a) by (apply (inj_lt 0); lia).
  apply (gsa_interval R _ _ bs ok a b I l order sched Hab); auto.
  - apply Qle_shift_div_l; auto. unfold Qle, Qmult, inject_Z. cbn [Qnum Qden]. rewrite !Pos.mul_1_r. lia.
  - apply Qle_shift_div_r; auto. unfold Qle, Qmult, inject_Z. cbn [Qnum Qden]. rewrite !Pos.mul_1_r. lia.
Qed.
End Transfer.

Theorem gsa_7_sqrt13_6 I l taus order sched :
  valid I -> real_slices below_7_sqrt13_6 (budget I - prompt I) l taus -> any_order order -> feasible I sched ->
  inject_Z (flow_time I (gsa_with taus I order)) <= (7891 # 500) * inject_Z (flow_time I sched).
Proof.
  apply (at_cut below_7_sqrt13_6 _ 17675918 17675919 interval_boxes_7_sqrt13_6).
  - intros a b [H _]. exact H.
  - split; [lia|]. right. lia.
  - intros a b [H1 [H2|H2]]; [lia|]. destruct (Z_le_gt_dec (a * 10000000) (17675919 * b)); auto. exfalso. nia.
  - exact interval_boxes_7_sqrt13_6_ok.
Qed.

Theorem gsa_sqrt3 I l taus order sched :
  valid I -> real_slices below_sqrt3 (budget I - prompt I) l taus -> any_order order -> feasible I sched ->
  inject_Z (flow_time I (gsa_with taus I order)) <= (398 # 25) * inject_Z (flow_time I sched).
Proof.
  apply (at_cut below_sqrt3 _ 17320508 17320509 interval_boxes_sqrt3).
  - intros a b [H _]. exact H.
  - split; lia.
  - intros a b [H1 H2]. destruct (Z_le_gt_dec (a * 10000000) (17320509 * b)); auto. exfalso. nia.
  - exact interval_boxes_sqrt3_ok.
Qed.

Theorem gsa_golden_ratio I l taus order sched :
  valid I -> real_slices below_golden_ratio (budget I - prompt I) l taus -> any_order order ->
    feasible I sched ->
  inject_Z (flow_time I (gsa_with taus I order)) <= (16557 # 1000) * inject_Z (flow_time I sched).
Proof.
  apply (at_cut below_golden_ratio _ 16180339 16180340 interval_boxes_phi).
  - intros a b [H _]. exact H.
  - split; lia.
  - intros a b [H1 H2]. destruct (Z_le_gt_dec (a * 10000000) (16180340 * b)); auto. exfalso. nia.
  - exact interval_boxes_phi_ok.
Qed.
