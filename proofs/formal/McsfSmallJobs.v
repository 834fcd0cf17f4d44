(* MC-SF when no job takes more than the share e/d <= 1/2 of the budget: MC-SF <= 2/(1 - e/d) Opt
   ([mcsf_small_jobs]); it tends to 2 as e/d tends to 0. *)

From Coq Require Import ZArith List Permutation Lia Bool QArith Lqa Arith.
From RatioLab Require Import Sums IndexSums Model Checker LowerBounds MeanBusyTime Pipeline SmallJobStarts Mcsf
  McsfRatio.
Import ListNotations.
Open Scope Z_scope.

Lemma pairs_cons s a l : 0 <= s -> 0 <= a -> (forall y, In y l -> a <= y) ->
  pairs s (a :: l) = area2 s a * (2 * Z.of_nat (length l) + 1) + pairs s l.
Proof.
  intros Hs Ha H. unfold pairs. cbn [lsum].
  assert (E1 : lsum (fun y => Z.min (area2 s a) (area2 s y)) l = area2 s a * Z.of_nat (length l)).
  { rewrite <- lsum_const. apply lsum_ext. intros y Hy. apply Z.min_l. apply area2_mono; auto. }
  assert (E2 : lsum (fun x => Z.min (area2 s x) (area2 s a) + lsum (fun y => Z.min (area2 s x) (area2 s y)) l) l
    =
               area2 s a * Z.of_nat (length l) + lsum (fun x => lsum (fun y => Z.min (area2 s x) (area2 s y)) l)
                 l).
  { rewrite lsum_add. f_equal. rewrite <- lsum_const. apply lsum_ext. intros y Hy. apply Z.min_r.
    apply area2_mono; auto. }
  rewrite E1, E2, Z.min_id. lia.
Qed.

Lemma map_nth_seq {A} (f : nat -> A) (l : list nat) : map f l = map (fun i => f (nth i l O)) (seq 0 (length l)).
Proof.
  induction l as [|x r IH]; [reflexivity|]. cbn [length seq map nth]. f_equal.
  rewrite IH, <- seq_shift, map_map. reflexivity.
Qed.

Section Large.
Variables (I : instance) (q : list nat) (e d : Z).
Hypotheses (HI : valid I) (Hq : by_length I q).
Local Notation s := (prompt I).
Local Notation M := (budget I).
Local Notation n := (njobs I).
Local Notation o := (queue_len I q).
Hypothesis Hed : 0 < e /\ 2 * e <= d.
Hypothesis Heps : forall x, In x (lengths I) -> d * (s + x) <= e * M.
Hypothesis Hn : (0 < n)%nat.
Let E := (d - 2 * e) * M.
Let N := Z.of_nat n.
Let R (i : nat) : Z := (s + o i) * o i.
Let h (i : nat) : Z := 2 * d * (N - 1 - Z.of_nat i) * (s + o i).
Let big (i : nat) : bool := E <? h i.

Lemma o_ok i : (i < n)%nat -> 1 <= o i /\ s + o i <= M.
Proof. apply (o_valid I q HI Hq). Qed.
Lemma o_mono i j : (i <= j < n)%nat -> o i <= o j.
Proof. intros H. destruct Hq as [_ Q]. apply Q. rewrite (q_length I q HI Hq). exact H. Qed.
Lemma o_eps i : (i < n)%nat -> d * (s + o i) <= e * M.
Proof. intros H. apply Heps. unfold queue_len, len. apply nth_In. apply (q_lt I q HI Hq). exact H. Qed.
Lemma s_ok : 0 <= s. Proof. apply HI. Qed.
Lemma M_pos : 0 < M. Proof. destruct (o_ok 0 Hn). assert (Sk := s_ok). lia. Qed.

(* beside a job at most as long as all of b, ..., n-1, half a budget of jobs outside L follow *)
Lemma outside p m : forall b, (b + m = n)%nat -> 0 <= p -> (forall z, (b <= z < n)%nat -> p <= s + o z) ->
  2 * p * (Z.of_nat m - Z.of_nat (length (filter big (seq b m)))) <= M.
Proof.
  induction m as [|m IH]; intros b Hb Hp Hz; [simpl; assert (H := M_pos); lia|].
  cbn [seq filter]. destruct (big b) eqn:B.
  - specialize (IH (S b) ltac:(lia) Hp ltac:(intros; apply Hz; lia)). cbn [length]. rewrite !Nat2Z.inj_succ.
    lia.
  - unfold big in B. apply Z.ltb_ge in B. unfold h in B.
    assert (P := Hz b ltac:(lia)). assert (Q := o_eps b ltac:(lia)).
    assert (EN : N - 1 - Z.of_nat b = Z.of_nat m) by (unfold N; lia). rewrite EN in B.
    set (F := Z.of_nat (length (filter big (seq (S b) m)))). assert (F0 : 0 <= F) by (unfold F; lia).
    rewrite Nat2Z.inj_succ. set (m' := Z.of_nat m) in *. assert (m0 : 0 <= m') by (unfold m'; lia).
    assert (A1 : d * (p * (m' + 1)) <= d * ((s + o b) * (m' + 1))) by (apply Z.mul_le_mono_nonneg_l; [lia|];
      apply Z.mul_le_mono_nonneg_r; lia).
    assert (A2 : 0 <= p * F) by now apply Z.mul_nonneg_nonneg.
    assert (A3 : d * (2 * (p * (m' + 1))) <= d * M) by (unfold E in B; lia).
    assert (A4 : 2 * (p * (m' + 1)) <= M) by (apply (Z.mul_le_mono_pos_l _ _ d); lia). unfold Z.succ. lia.
Qed.

(* (5') on L: the rank inside L may be replaced by the rank among all jobs, at half a budget each *)
Lemma inside m : forall b, (b + m = n)%nat ->
  lsum (fun i => 2 * (N - 1 - Z.of_nat i) * R i - M * o i) (filter big (seq b m)) <=
  pairs s (map o (filter big (seq b m))).
Proof.
  induction m as [|m IH]; intros b Hb; [apply Z.le_refl|]. cbn [seq filter].
  specialize (IH (S b) ltac:(lia)). destruct (big b); [|exact IH].
  cbn [map lsum]. destruct (o_ok b ltac:(lia)) as [O1 _]. assert (S0 := s_ok).
  rewrite pairs_cons; [|auto|lia|].
  2:{ intros y Hy. apply in_map_iff in Hy. destruct Hy as [j [<- Hj]]. apply filter_In in Hj.
      destruct Hj as [Hj _].
      apply in_seq in Hj. apply o_mono. lia. }
  assert (Out := outside (s + o b) m (S b) ltac:(lia) ltac:(lia)).
  specialize (Out ltac:(intros z Hz; assert (A := o_mono b z ltac:(lia)); lia)).
  rewrite map_length. set (t := Z.of_nat (length (filter big (seq (S b) m)))) in *.
  assert (EN : N - 1 - Z.of_nat b = Z.of_nat m) by (unfold N; lia). rewrite EN.
  change (R b) with ((s + o b) * o b).
  assert (t0 : 0 <= t) by (unfold t; lia).
  assert (A1 : o b * (2 * (s + o b) * (Z.of_nat m - t)) <= o b * M) by (apply Z.mul_le_mono_nonneg_l; lia).
  assert (A2 : (s + o b) * o b * (2 * t) <= area2 s (o b) * (2 * t)) by (apply Z.mul_le_mono_nonneg_r; [lia|];
    unfold area2; assert (0 <= s * o b) by (apply Z.mul_nonneg_nonneg; lia); lia).
  assert (A3 : 0 <= area2 s (o b)) by (assert (H := area2_pos s (o b) S0 O1); lia). lia.
Qed.

Lemma all_pairs m : forall b, (b + m = n)%nat ->
  lsum (fun i => 2 * (N - 1 - Z.of_nat i) * R i) (seq b m) <= pairs s (map o (seq b m)).
Proof.
  induction m as [|m IH]; intros b Hb; [apply Z.le_refl|]. cbn [seq map lsum].
  specialize (IH (S b) ltac:(lia)). destruct (o_ok b ltac:(lia)) as [O1 _]. assert (S0 := s_ok).
  rewrite pairs_cons; [|auto|lia|].
  2:{ intros y Hy. apply in_map_iff in Hy. destruct Hy as [j [<- Hj]]. apply in_seq in Hj. apply o_mono. lia. }
  rewrite map_length, seq_length. assert (EN : N - 1 - Z.of_nat b = Z.of_nat m) by (unfold N; lia). rewrite EN.
  change (R b) with ((s + o b) * o b).
  assert (A2 : (s + o b) * o b * (2 * Z.of_nat m) <= area2 s (o b) * (2 * Z.of_nat m))
    by (apply Z.mul_le_mono_nonneg_r; [lia|]; unfold area2; assert (0 <= s * o b) by (apply Z.mul_nonneg_nonneg;
    lia); lia).
  assert (A3 : 0 <= area2 s (o b)) by (assert (H := area2_pos s (o b) S0 O1); lia). lia.
Qed.

(* L4: mean busy time on L, lengths elsewhere *)
Lemma opt_split sched : feasible I sched ->
  3 * pairs s (map o (filter big (seq 0 n))) + 4 * M * lsum o (filter big (seq 0 n)) +
  12 * M * lsum o (filter (fun i => negb (big i)) (seq 0 n)) <= 12 * M * flow_time I sched.
Proof.
  intros Hf. assert (Hf' := Hf). destruct Hf' as [F1 [F2 [_ F4]]]. set (cs := completions I sched) in *.
  assert (P : Permutation q (map job cs)).
  { apply Permutation_trans with (seq 0 n); [apply Hq|now apply Permutation_sym]. }
  destruct (Permutation_map_inv job _ P) as [c [Ec Pc]].
  assert (Lc : length c = n).
  { assert (A := q_length I q HI Hq). rewrite Ec, map_length in A. exact A. }
  set (a := fun i => nth i c nil_att).
  assert (Ha : forall i, (i < n)%nat -> 0 <= start (a i) /\ rounds (a i) = o i).
  { intros i Hi. assert (In (a i) cs) by (apply (Permutation_in _ (Permutation_sym Pc)); apply nth_In; lia).
    unfold cs, completions in H. apply filter_In in H. destruct H as [A B]. destruct (F1 _ A) as [_ [S0 _]].
    split; [exact S0|]. unfold complete in B. apply Z.eqb_eq in B. rewrite B. unfold queue_len. f_equal.
    rewrite Ec. unfold a. change O with (job nil_att). now rewrite map_nth. }
  assert (Fl : flow_time I sched = lsum (fun i => finish (a i)) (seq 0 n)).
  { unfold flow_time. fold cs. rewrite (lsum_perm _ _ _ Pc), (lsum_nth finish c nil_att), Lc. reflexivity. }
  set (L := filter big (seq 0 n)). set (Z' := filter (fun i => negb (big i)) (seq 0 n)).
  assert (Sp : lsum (fun i => finish (a i)) (seq 0 n) = lsum (fun i => finish (a i)) L + lsum (fun i => finish
    (a i)) Z').
  { rewrite <- (lsum_perm _ _ _ (filter_split big (seq 0 n))), lsum_app. fold L Z'. lia. }
  assert (HL : forall i, In i L -> (i < n)%nat) by (intros i Hi; apply filter_In in Hi; destruct Hi as [Hi _];
    apply in_seq in Hi; lia).
  assert (HZ : forall i, In i Z' -> (i < n)%nat) by (intros i Hi; apply filter_In in Hi; destruct Hi as [Hi _];
    apply in_seq in Hi; lia).
  destruct (finish_bound (map a L)) as [nb Hnb].
  assert (B := mean_busy_time s M (map a L) nb s_ok).
  assert (B' := B ltac:(
    intros y Hy; assert (Hy' := Hnb y Hy); apply in_map_iff in Hy; destruct Hy as [i [<- Hi]];
    destruct (Ha i (HL i Hi)) as [A1 A2]; destruct (o_ok i (HL i Hi)); rewrite A2; auto)
   ltac:(
    intros t; eapply Z.le_trans; [|apply (F2 t)]; unfold usage;
    apply Z.le_trans with (lsum (fun y => memory s y t) cs);
    [ rewrite (lsum_perm _ _ _ Pc), (lsum_nth _ c nil_att), Lc, lsum_map; unfold L, nsum;
      apply (lsum_filter_le (fun i => memory s (a i) t)); intros; now apply memory_nonneg, s_ok
    | unfold cs, completions; apply lsum_filter_le; intros; now apply memory_nonneg, s_ok ])). clear B.
  rewrite map_map in B'. rewrite (map_ext_in (fun i => rounds (a i)) o) in B' by (intros i Hi; apply Ha; auto).
  rewrite lsum_map in B'.
  assert (E1 : lsum (fun i => 6 * finish (a i) - 2 * rounds (a i) - 1) L
    <= 6 * lsum (fun i => finish (a i)) L - 2 * lsum o L).
  { rewrite (lsum_ext _ (fun i => 6 * finish (a i) - 2 * o i - 1)).
    - clear. induction L as [|x r IH]; [simpl; lia|]. cbn [lsum]. lia.
    - intros i Hi. destruct (Ha i (HL i Hi)) as [_ ->]. reflexivity. }
  assert (E2 : lsum o Z' <= lsum (fun i => finish (a i)) Z').
  { apply lsum_le. intros i Hi. destruct (Ha i (HZ i Hi)) as [A1 A2]. unfold finish. lia. }
  assert (Mp := M_pos). rewrite Fl, Sp.
  assert (2 * M * lsum (fun i => 6 * finish (a i) - 2 * rounds (a i) - 1) L
    <= 2 * M * (6 * lsum (fun i => finish (a i)) L - 2 * lsum o L))
    by (apply Z.mul_le_mono_nonneg_l; lia).
  assert (12 * M * lsum o Z' <= 12 * M * lsum (fun i => finish (a i)) Z') by (apply Z.mul_le_mono_nonneg_l;
    lia).
  lia.
Qed.

Theorem mcsf_small_jobs sched : feasible I sched ->
  (d - e) * flow_time I (mcsf I q) <= 2 * d * flow_time I sched.
Proof.
  intros Hf. assert (Mp := M_pos). assert (S0 := s_ok).
  set (st := fun i => start (nth i (mcsf I q) nil_att)).
  assert (Fm : flow_time I (mcsf I q) = nsum st n + nsum o n).
  { destruct (mcsf_inv I q HI Hq) as [t [F [H L]]]. unfold flow_time. rewrite (mcsf_complete I q HI Hq).
    rewrite (lsum_nth finish _ nil_att), L, <- nsum_add. apply nsum_ext. intros i Hi.
    destruct (i_att _ _ _ _ _ H i ltac:(lia)) as [_ B]. unfold finish, st. cbv zeta in B. f_equal. exact B. }
  destruct (mcsf_hyps I q HI Hq) as [tau [H1 [H2 [H3 [H4 [H5 [H6 H7]]]]]]].
  assert (T := large_starts s M n o st tau S0 H1 H2 (H3 Hn) H4 H5 H6 H7 e d Hed (fun i Hi => o_eps i Hi) Mp).
  fold E N in T. unfold nsum in T at 2.
  set (L := filter big (seq 0 n)) in *. set (Z' := filter (fun i => negb (big i)) (seq 0 n)).
  assert (TL : lsum (fun i => o i * Z.max 0 (2 * d * (N - 1 - Z.of_nat i) * (s + o i) - E)) (seq 0 n) =
               d * lsum (fun i => 2 * (N - 1 - Z.of_nat i) * R i) L - E * lsum o L).
  { rewrite <- lsum_scal. 
    assert (A : lsum (fun i => o i * Z.max 0 (2 * d * (N - 1 - Z.of_nat i) * (s + o i) - E)) (seq 0 n) =
                lsum (fun i => d * (2 * (N - 1 - Z.of_nat i) * R i) + - E * o i) L).
    { unfold L. rewrite lsum_filter. apply lsum_ext. intros i Hi. unfold big, h, R.
      destruct (E <? _) eqn:B; [apply Z.ltb_lt in B; rewrite Z.max_r by lia; ring|apply Z.ltb_ge in B;
        rewrite Z.max_l by lia; ring]. }
    rewrite A, lsum_add, lsum_scal, lsum_scal. lia. }
  rewrite TL in T. clear TL.
  set (H := lsum (fun i => 2 * (N - 1 - Z.of_nat i) * R i) L) in *.
  assert (Y : nsum o n = lsum o L + lsum o Z').
  { unfold nsum. rewrite <- (lsum_perm _ _ _ (filter_split big (seq 0 n))), lsum_app. fold L Z'. lia. }
  assert (YL0 : 0 <= lsum o L).
  { apply lsum_nonneg. intros i Hi. apply filter_In in Hi. destruct Hi as [Hi _]. apply in_seq in Hi.
    destruct (o_ok i); lia. }
  assert (YZ0 : 0 <= lsum o Z').
  { apply lsum_nonneg. intros i Hi. apply filter_In in Hi. destruct Hi as [Hi _]. apply in_seq in Hi.
    destruct (o_ok i); lia. }
  (* path 1 *)
  assert (A1 : H <= pairs s (map o (seq 0 n))).
  { eapply Z.le_trans; [|apply all_pairs; reflexivity]. apply lsum_filter_le. intros i Hi. apply in_seq in Hi.
    destruct (o_ok i ltac:(lia)). unfold R. apply Z.mul_nonneg_nonneg; [unfold N; lia|].
    apply Z.mul_nonneg_nonneg; lia. }
  assert (Pa : pairs s (map o (seq 0 n)) = pairs s (lengths I)).
  { apply pairs_perm. apply Permutation_trans with (map (len I) q).
    - replace (map o (seq 0 n)) with (map (len I) q); [apply Permutation_refl|].
      rewrite (map_nth_seq (len I) q). rewrite (q_length I q HI Hq). reflexivity.
    - apply Permutation_trans with (map (len I) (seq 0 n)); [apply Permutation_map, Hq|].
      rewrite seq_lengths. apply Permutation_refl. }
  assert (L3 := mean_busy_time_bound I sched HI Hf). rewrite <- Pa in L3.
  assert (Ysum : lsum (fun x => x) (lengths I) = nsum o n).
  { rewrite <- (lsum_map_q I q HI Hq), (lsum_nth (len I) q O), (q_length I q HI Hq). reflexivity. }
  rewrite Ysum in L3.
  (* path 2 *)
  assert (A2 := inside n 0 eq_refl). fold L in A2.
  assert (A2' : H - M * lsum o L <= pairs s (map o L)).
  { eapply Z.le_trans; [|exact A2]. unfold H.
    assert (X : lsum (fun i => 2 * (N - 1 - Z.of_nat i) * R i + - 1 * (M * o i)) L =
                lsum (fun i => 2 * (N - 1 - Z.of_nat i) * R i - M * o i) L) by (apply lsum_ext; intros; lia).
    rewrite <- X, lsum_add.
    assert (X2 : lsum (fun i => - 1 * (M * o i)) L = - 1 * (M * lsum o L)) by (rewrite !lsum_scal; reflexivity).
    rewrite X2. lia. }
  assert (L4 := opt_split sched Hf). fold L Z' in L4.
  rewrite Fm. rewrite Y in *. set (YL := lsum o L) in *. set (YZ := lsum o Z') in *.
  set (O := flow_time I sched) in *.
  set (P := pairs s (map o (seq 0 n))) in *. set (PL := pairs s (map o L)) in *. set (SS := nsum st n) in *.
  assert (N0 : 0 <= M * Z.of_nat (njobs I)) by (apply Z.mul_nonneg_nonneg; lia).
  assert (Goal : 6 * M * ((d - e) * (SS + (YL + YZ))) <= 6 * M * (2 * d * O)).
  { destruct (Z_le_gt_dec (2 * (YL + YZ)) (3 * YL)) as [C|C].
    - assert (B1 : d * H <= d * P) by (apply Z.mul_le_mono_nonneg_l; lia).
      assert (B2 : d * (3 * P + 4 * (M * (YL + YZ))) <= d * (12 * (M * O))) by (apply Z.mul_le_mono_nonneg_l;
        lia).
      assert (B3 : M * ((d - 2 * e) * (2 * (YL + YZ))) <= M * ((d - 2 * e) * (3 * YL))).
      { apply Z.mul_le_mono_nonneg_l; [lia|]. apply Z.mul_le_mono_nonneg_l; lia. }
      assert (B4 : 0 <= M * (e * (YL + YZ))) by (apply Z.mul_nonneg_nonneg; [lia|]; apply Z.mul_nonneg_nonneg;
        lia).
      unfold E in T. lia.
    - assert (B1 : d * (H - M * YL) <= d * PL) by (apply Z.mul_le_mono_nonneg_l; lia).
      assert (B2 : d * (3 * PL + 4 * M * YL + 12 * M * YZ) <= d * (12 * M * O))
        by (apply Z.mul_le_mono_nonneg_l; lia).
      assert (B3 : M * (d * (4 * YL)) <= M * (d * (3 * (YL + YZ)))).
      { apply Z.mul_le_mono_nonneg_l; [lia|]. apply Z.mul_le_mono_nonneg_l; lia. }
      assert (B4 : 0 <= M * (e * YZ)) by (apply Z.mul_nonneg_nonneg; [lia|]; apply Z.mul_nonneg_nonneg; lia).
      unfold E in T. lia. }
  apply (Z.mul_le_mono_pos_l _ _ (6 * M)); lia.
Qed.
End Large.

Definition share_at_most (e d : Z) (I : instance) : Prop :=
  forall o, In o (lengths I) -> d * (prompt I + o) <= e * budget I.

Theorem mc_sf_small_jobs_ratio e d : 0 < e -> 2 * e <= d ->
  let eps := (inject_Z e / inject_Z d)%Q in ratio_on (share_at_most e d) (2 / (1 - eps)) MC_SF.
Proof.
  intros He Hd eps I run sched HI HS [q [Hq ->]] Hf.
  assert (Dq : (0 < inject_Z d)%Q) by (change 0%Q with (inject_Z 0); rewrite <- Zlt_Qlt; lia).
  assert (Eq : (inject_Z e < inject_Z d)%Q) by (rewrite <- Zlt_Qlt; lia).
  assert (H : (d - e) * flow_time I (mcsf I q) <= 2 * d * flow_time I sched).
  { destruct (Nat.eq_dec (njobs I) 0) as [E|E].
    - assert (B := mcsf_competitive I q HI Hq sched Hf). assert (A := length_bound I sched Hf).
      assert (mcsf I q = []) as ->.
      { destruct (mcsf_inv I q HI Hq) as [t [F [_ L]]]. apply length_zero_iff_nil. lia. }
      assert (C := lengths_nonneg I HI). change (flow_time I []) with 0. nia.
    - apply (mcsf_small_jobs I q e d HI Hq (conj He Hd) HS ltac:(lia) sched Hf). }
  rewrite Zle_Qle, !inject_Z_mult in H. unfold Z.sub in H. rewrite inject_Z_plus, inject_Z_opp in H.
  change (inject_Z 2) with 2%Q in H.
  assert (E : (2 / (1 - eps) == 2 * inject_Z d / (inject_Z d - inject_Z e))%Q) by (unfold eps; field; split;
    lra).
  rewrite E. clear E.
  setoid_replace (2 * inject_Z d / (inject_Z d - inject_Z e) * inject_Z (flow_time I sched))%Q
    with ((2 * inject_Z d * inject_Z (flow_time I sched)) / (inject_Z d - inject_Z e))%Q by (field; lra).
  apply Qle_shift_div_l; lra.
Qed.
