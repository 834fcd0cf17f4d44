(* SVF-peak (arXiv 2607.09248, Algorithm 5) with a common prompt, clairvoyant: shortest job first, admitted as
   soon as the final memories s + o of the jobs running then leave room for its own.  Feasible
   ([svf_peak_feasible]), and within 4 of the optimum on every instance ([svf_peak_ratio]):
   M S_j <= sum_{i<j} R_i + sum_{k<=j} R_k with R = (s + o) o gives SVF-peak <= 4 X + Y. *)

From Coq Require Import ZArith List Permutation Lia Bool QArith Lqa Arith.
From RatioLab Require Import Sums IndexSums Rationals Model Checker LowerBounds Pipeline TwoBounds Mcsf
  McsfRatio.
Import ListNotations.
Open Scope Z_scope.

(* final memory of the jobs that run in round t *)
Definition reserved (s : Z) (adm : list attempt) (t : Z) : Z :=
  lsum (fun a => if (start a <=? t) && (t <? finish a) then s + rounds a else 0) adm.

(* the first round from t on in which [peak] more slots can be reserved;
  all jobs are over after [fuel] rounds *)
Fixpoint first_room (fuel : nat) (s M t : Z) (adm : list attempt) (peak : Z) : Z :=
  match fuel with
  | O => t
  | S f => if reserved s adm t + peak <=? M then t else first_room f s M (t + 1) adm peak
  end.

Definition latest (adm : list attempt) : Z := fold_right (fun a m => Z.max (finish a) m) 0 adm.

Fixpoint reserve (s M : Z) (o : nat -> Z) (t : Z) (adm : list attempt) (queue : list nat) : list attempt :=
  match queue with
  | [] => adm
  | j :: rest =>
    let t' := first_room (Z.to_nat (latest adm - t)) s M t adm (s + o j) in
    reserve s M o t' (adm ++ [Att j t' (o j)]) rest
  end.

Definition svf_peak (I : instance) (queue : list nat) : list attempt :=
  reserve (prompt I) (budget I) (len I) 0 [] queue.

(* ties in any order *)
Definition SVF_peak : scheduler := fun I run => exists queue, by_length I queue /\ run = svf_peak I queue.

Lemma firstn_snoc (q : list nat) j : (j < length q)%nat -> firstn (S j) q = firstn j q ++ [nth j q O].
Proof.
  revert q. induction j as [|j IH]; intros [|x r] H; simpl in *; try lia; [reflexivity|].
  f_equal. rewrite <- (IH r) by lia. destruct r; reflexivity.
Qed.

Lemma skipn_cons (q : list nat) j : (j < length q)%nat -> skipn j q = nth j q O :: skipn (S j) q.
Proof.
  revert q. induction j as [|j IH]; intros [|x r] H; simpl in *; try lia; [reflexivity|]. rewrite (IH r) by lia.
  destruct r; reflexivity.
Qed.

Lemma latest_ge adm a : In a adm -> finish a <= latest adm.
Proof. induction adm as [|x r IH]; [intros []|]. intros [->|H]; simpl; [lia|]. specialize (IH H). lia. Qed.

Lemma latest_le adm F : 0 <= F -> (forall a, In a adm -> finish a <= F) -> latest adm <= F.
Proof.
  intros HF. induction adm as [|x r IH]; intros H; simpl; [lia|].
  assert (A := H x (or_introl eq_refl)). assert (B := IH (fun a Ha => H a (or_intror Ha))). lia.
Qed.

Lemma reserved_snoc s adm a t : reserved s (adm ++ [a]) t =
  reserved s adm t + (if (start a <=? t) && (t <? finish a) then s + rounds a else 0).
Proof. unfold reserved. rewrite lsum_app. simpl. lia. Qed.

(* reserved slots summed over the rounds before t *)
Definition work (s : Z) (adm : list attempt) (t : Z) : Z := lsum (fun a => (s + rounds a) * cut a t) adm.

Lemma work_next s adm t : (forall a, In a adm -> start a <= t /\ 0 <= rounds a) ->
  work s adm (t + 1) = work s adm t + reserved s adm t.
Proof.
  intros H. unfold work, reserved. rewrite <- lsum_add. apply lsum_ext. intros a Ha. destruct (H a Ha) as [A B].
  unfold cut, finish. destruct (_ && _) eqn:E.
  - apply andb_prop in E. destruct E as [E1 E2]. apply Z.leb_le in E1. apply Z.ltb_lt in E2.
    replace (Z.min (Z.max (t + 1 - start a) 0) (rounds a)) with (t - start a + 1) by lia.
    replace (Z.min (Z.max (t - start a) 0) (rounds a)) with (t - start a) by lia. ring.
  - apply andb_false_iff in E. rewrite Z.leb_gt, Z.ltb_ge in E.
    replace (Z.min (Z.max (t + 1 - start a) 0) (rounds a)) with (rounds a) by lia.
    replace (Z.min (Z.max (t - start a) 0) (rounds a)) with (rounds a) by lia. ring.
Qed.

Lemma first_room_spec fuel s M adm peak : forall t, 0 <= s -> peak <= M ->
  (forall a, In a adm -> start a <= t /\ 0 <= rounds a) -> latest adm - t <= Z.of_nat fuel ->
  let t' := first_room fuel s M t adm peak in
  t <= t' <= Z.max t (latest adm) /\ reserved s adm t' + peak <= M /\
  M * (t' - t) <= work s adm t' - work s adm t + (t' - t) * peak.
Proof.
  induction fuel as [|f IH]; intros t Hs HP Ha Hf; cbn [first_room].
  - assert (R : reserved s adm t = 0).
    { unfold reserved. rewrite (lsum_ext _ (fun _ => 0)); [rewrite lsum_const; lia|]. intros a Hin.
      assert (L := latest_ge adm a Hin). replace (t <? finish a) with false by (symmetry; apply Z.ltb_ge; lia).
      now rewrite andb_false_r. }
    cbv zeta. lia.
  - destruct (reserved s adm t + peak <=? M) eqn:E; [apply Z.leb_le in E; cbv zeta; lia|]. apply Z.leb_gt in E.
    destruct (IH (t + 1) Hs HP) as [A [B C]]; [intros a Hin; destruct (Ha a Hin); lia|lia|].
    set (t' := first_room f s M (t + 1) adm peak) in *. assert (W := work_next s adm t Ha). cbv zeta.
    assert (L : t + 1 <= Z.max t (latest adm)).
    { destruct (Z_le_gt_dec (latest adm) t) as [Q|Q]; [|lia]. exfalso.
      assert (R : reserved s adm t = 0); [|lia].
      unfold reserved. rewrite (lsum_ext _ (fun _ => 0)); [rewrite lsum_const; lia|]. intros a Hin.
      assert (L := latest_ge adm a Hin). replace (t <? finish a) with false by (symmetry; apply Z.ltb_ge; lia).
      now rewrite andb_false_r. }
    split; [lia|]. split; [exact B|]. nia.
Qed.

Section Run.
Variables (I : instance) (q : list nat).
Local Notation s := (prompt I).
Local Notation M := (budget I).
Local Notation n := (njobs I).
Local Notation o := (queue_len I q).
Hypotheses (HI : valid I) (Hq : by_length I q).
(* length times final memory, at most twice the area *)
Definition boxed_area (i : nat) : Z := (s + o i) * o i.

(* the first j jobs of the queue are admitted, the last of them in round t *)
Record admitted (j : nat) (t : Z) (adm : list attempt) : Prop := {
  a_jobs : map job adm = firstn j q;
  a_in : forall a, In a adm -> attempt_ok I a /\ complete I a = true /\ start a <= t;
  a_end : forall a, In a adm -> finish a <= match j with O => 0 | S i => t + o i end;
  a_room : forall r, reserved s adm r <= M;
  a_time : 0 <= t /\ M * t <= work s adm t + lsum boxed_area (seq 0 j);
  a_sum : M * lsum start adm <= lsum (fun i => 2 * lsum boxed_area (seq 0 i) + boxed_area i) (seq 0 j);
  a_work : lsum (fun a => (s + rounds a) * rounds a) adm = lsum boxed_area (seq 0 j);
  a_len : lsum rounds adm = lsum o (seq 0 j) }.

Lemma o_range i : (i < n)%nat -> 1 <= o i /\ s + o i <= M.
Proof. apply (o_valid I q HI Hq). Qed.

Lemma work_le adm t : (forall a, In a adm -> 0 <= rounds a) ->
  work s adm t <= lsum (fun a => (s + rounds a) * rounds a) adm.
Proof.
  intros H. apply lsum_le. intros a Ha. specialize (H a Ha). assert (0 <= s) by apply HI. unfold cut. nia.
Qed.

Lemma admit j t adm : (j < n)%nat -> admitted j t adm ->
  let t' := first_room (Z.to_nat (latest adm - t)) s M t adm (s + o j) in
  admitted (S j) t' (adm ++ [Att (nth j q O) t' (o j)]).
Proof.
  intros Hj [A1 A2 A3 A4 [A5 A5'] A6 A7 A8]. assert (Hs : 0 <= s) by apply HI.
  destruct (o_range j Hj) as [O1 O2].
  assert (Ha : forall a, In a adm -> start a <= t /\ 0 <= rounds a).
  { intros a Hin. destruct (A2 a Hin) as [[_ [_ B]] [_ C]]. lia. }
  destruct (first_room_spec (Z.to_nat (latest adm - t)) s M adm (s + o j) t Hs O2 Ha ltac:(lia)) as [T1 [T2
    T3]].
  cbv zeta in *. set (t' := first_room (Z.to_nat (latest adm - t)) s M t adm (s + o j)) in *.
  (* the wait is at most the length of the job before, hence at most o_j *)
  assert (Wait : (t' - t) * (s + o j) <= boxed_area j).
  { assert (t' - t <= o j); [|unfold boxed_area; nia]. destruct j as [|i].
    - assert (latest adm <= 0) by (apply latest_le; [lia|]; intros a Hin; exact (A3 a Hin)). lia.
    - assert (L := latest_le adm (t + o i)). destruct (o_range i ltac:(lia)) as [Oi _].
      assert (latest adm <= t + o i) by (apply L; [lia|exact A3]).
      assert (o i <= o (S i)). { destruct Hq as [_ Hm]. apply Hm. rewrite (q_length I q HI Hq). lia. } lia. }
  assert (Sk : seq 0 (S j) = seq 0 j ++ [j]) by apply seq_S.
  assert (WL : work s adm t' <= lsum boxed_area (seq 0 j)) by (rewrite <- A7; apply work_le; intros a Hin;
    now apply Ha).
  assert (New : M * t' <= work s adm t' + lsum boxed_area (seq 0 j) + boxed_area j) by lia.
  constructor.
  - rewrite map_app, A1. symmetry. apply firstn_snoc. rewrite (q_length I q HI Hq). exact Hj.
  - intros a Hin. apply in_app_or in Hin. destruct Hin as [Hin|[<-|[]]].
    + destruct (A2 a Hin) as [B [C D]]. split; [exact B|]. split; [exact C|lia].
    + cbn [start]. split; [|split; [|lia]].
      * split; [cbn [job]; now apply (q_lt I q HI Hq)|]. cbn [start rounds job]. unfold queue_len in *. lia.
      * unfold complete. cbn [rounds job]. apply Z.eqb_refl.
  - intros a Hin. apply in_app_or in Hin. destruct Hin as [Hin|[<-|[]]]; [|unfold finish; simpl; lia].
    specialize (A3 a Hin). destruct j as [|i]; [lia|].
    assert (o i <= o (S i)). { destruct Hq as [_ Hm]. apply Hm. rewrite (q_length I q HI Hq). lia. } lia.
  - intros r. rewrite reserved_snoc. cbn [start rounds]. destruct (_ && _) eqn:E; [|specialize (A4 r); lia].
    apply andb_prop in E. destruct E as [E1 _]. apply Z.leb_le in E1.
    assert (reserved s adm r <= reserved s adm t'); [|lia].
    apply lsum_le. intros a Hin. destruct (Ha a Hin) as [B C]. destruct (r <? finish a) eqn:F.
    + apply Z.ltb_lt in F. replace (t' <? finish a) with true by (symmetry; apply Z.ltb_lt; lia).
      replace (start a <=? t') with true by (symmetry; apply Z.leb_le; lia).
      replace (start a <=? r) with true by (symmetry; apply Z.leb_le; lia). simpl. lia.
    + rewrite andb_false_r. destruct (_ && _); lia.
  - split; [lia|]. unfold work. rewrite lsum_app, Sk, lsum_app. cbn [lsum]. fold (work s adm t').
    assert (0 <= (s + rounds (Att (nth j q O) t' (o j))) * cut (Att (nth j q O) t' (o j)) t').
    { cbn [rounds]. unfold cut. cbn [start rounds]. apply Z.mul_nonneg_nonneg; lia. } lia.
  - rewrite Sk, !lsum_app. cbn [lsum start]. lia.
  - rewrite Sk, !lsum_app. cbn [lsum rounds]. unfold boxed_area at 2. lia.
  - rewrite Sk, !lsum_app. cbn [lsum rounds]. lia.
Qed.

Lemma reserve_ok m : forall j t adm, (j + m = n)%nat -> admitted j t adm ->
  exists t', admitted n t' (reserve s M (len I) t adm (skipn j q)).
Proof.
  assert (L := q_length I q HI Hq). induction m as [|m IH]; intros j t adm Hm H.
  - assert (j = length q) as -> by lia. rewrite skipn_all. exists t. rewrite L in H. exact H.
  - assert (E : skipn j q = nth j q O :: skipn (S j) q) by (apply skipn_cons; lia).
    rewrite E. cbn [reserve]. apply (IH (S j)); [lia|]. apply admit; [lia|exact H].
Qed.

Lemma svf_peak_admitted : exists t, admitted n t (svf_peak I q).
Proof.
  apply (reserve_ok n 0 0 []); [reflexivity|]. assert (0 <= M) by (destruct HI as [[? ?] _]; lia).
  constructor; try reflexivity; try (intros a []; fail); try (intros r; exact H); try (unfold work; simpl; lia).
  all: intros a [].
Qed.

Lemma svf_peak_completions : completions I (svf_peak I q) = svf_peak I q.
Proof.
  destruct svf_peak_admitted as [t [_ A _ _ _ _ _ _]]. unfold completions. revert A.
  induction (svf_peak I q) as [|x r IH]; intros A; [reflexivity|]. simpl.
  destruct (A x (or_introl eq_refl)) as [_ [C _]].
  rewrite C. f_equal. apply IH. intros a Ha. apply A. now right.
Qed.

Lemma svf_peak_jobs : map job (svf_peak I q) = q.
Proof.
  destruct svf_peak_admitted as [t [A _ _ _ _ _ _ _]]. rewrite A, <- (q_length I q HI Hq). apply firstn_all.
Qed.

Theorem svf_peak_feasible : feasible I (svf_peak I q).
Proof.
  destruct svf_peak_admitted as [t [_ A _ B _ _ _ _]]. assert (Hs : 0 <= s) by apply HI.
  split; [|split; [|split]].
  - intros a Ha. now apply A.
  - intros r. eapply Z.le_trans; [|apply (B r)]. apply lsum_le. intros a Ha. unfold memory.
    destruct (_ && _) eqn:E; [|lia]. apply andb_prop in E. destruct E as [E1 E2].
    apply Z.leb_le in E1. apply Z.ltb_lt in E2. unfold finish in E2. lia.
  - assert (N : NoDup (map job (svf_peak I q))).
    { rewrite svf_peak_jobs. destruct Hq as [P _]. apply (Permutation_NoDup (Permutation_sym P)).
      apply seq_NoDup. }
    revert N. generalize (svf_peak I q). induction l as [|x r IH]; intros N; constructor;
      inversion N as [|? ? N1 N2]; subst.
    + apply Forall_forall. intros y Hy E. exfalso. apply N1. rewrite E. now apply in_map.
    + now apply IH.
  - rewrite svf_peak_completions, svf_peak_jobs. apply Hq.
Qed.

(* SVF-peak <= 4 X + Y *)
Theorem svf_peak_four_X_plus_Y :
  2 * M * flow_time I (svf_peak I q) <= 2 * pairs s (lengths I) + 2 * M * lsum (fun x => x) (lengths I).
Proof.
  unfold flow_time. rewrite svf_peak_completions. destruct svf_peak_admitted as [t [_ A _ _ _ B _ C]].
  assert (E : lsum finish (svf_peak I q) = lsum start (svf_peak I q) + lsum o (seq 0 n)) by (rewrite <- C;
    apply lsum_add).
  rewrite E. clear E. assert (Hs : 0 <= s) by apply HI.
  assert (Y : lsum o (seq 0 n) = lsum (fun x => x) (lengths I)).
  { rewrite <- (lsum_map_q I q HI Hq), (lsum_nth (len I) q O), (q_length I q HI Hq). reflexivity. }
  assert (P := pairs_sorted I q HI Hq).
  assert (D : lsum (fun i => 2 * lsum boxed_area (seq 0 i) + boxed_area i) (seq 0 n) <=
              2 * nsum (fun j => nsum (fun i => area2 s (o i)) j) n + nsum (fun i => area2 s (o i)) n).
  { unfold nsum at 1 3. rewrite <- lsum_scal, <- lsum_add. apply lsum_le. intros i Hi. apply in_seq in Hi.
    assert (R1 : forall k, (k < n)%nat -> boxed_area k <= area2 s (o k)).
    { intros k Hk. destruct (o_range k Hk). unfold boxed_area, area2. nia. }
    assert (lsum boxed_area (seq 0 i) <= nsum (fun i => area2 s (o i)) i).
    { apply lsum_le. intros k Hk. apply in_seq in Hk. apply R1. lia. }
    assert (R2 := R1 i ltac:(lia)). lia. }
  rewrite Y. lia.
Qed.
End Run.

Theorem svf_peak_ratio : ratio 4 SVF_peak.
Proof.
  intros I run sched HI _ [q [Hq ->]] Hf. assert (H := svf_peak_four_X_plus_Y I q HI Hq).
  destruct (Nat.eq_dec (njobs I) 0) as [E|E].
  - assert (svf_peak I q = []) as ->.
    { apply length_zero_iff_nil. rewrite <- (map_length job), (svf_peak_jobs I q HI Hq), (q_length I q HI Hq).
      exact E. }
    assert (A := length_bound I sched Hf). assert (B := lengths_nonneg I HI).
    assert (C : 0 <= flow_time I sched) by lia. rewrite Zle_Qle in C. change (inject_Z 0) with 0%Q in C.
    change (inject_Z (flow_time I [])) with 0%Q. lra.
  - assert (M1 : 1 <= budget I) by (destruct (len_valid I 0 HI ltac:(lia)); destruct HI as [[? ?] _]; lia).
    apply (two_bounds I sched _ 4 1 4 HI Hf M1); try (vm_compute; discriminate).
    rewrite Zle_Qle, inject_Z_plus, !inject_Z_mult in H. rewrite !inject_Z_mult.
    change (inject_Z 2) with 2%Q in *. change (4 / 2)%Q with (4 # 2)%Q. lra.
Qed.
