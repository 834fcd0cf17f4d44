(* MC-SF (arXiv 2502.07115), clairvoyant: jobs by ascending length, in each round admitted while the
   look-ahead at the last rounds holds, stop at the first failure.  Its schedule round by round ([inv]) and
   its feasibility ([mcsf_feasible]). *)

From Coq Require Import ZArith List Permutation Lia Bool Arith.
From RatioLab Require Import Sums IndexSums Model Checker Pipeline.
Import ListNotations.
Open Scope Z_scope.

(* the look-ahead: within the budget at the last round of every admitted job *)
Definition fits (s M : Z) (l : list attempt) : bool :=
  forallb (fun a => usage s l (finish a - 1) <=? M) l.

(* in round t: admit the head of the queue if it fits, else go on to round t + 1 *)
Fixpoint mcsf_run (fuel : nat) (s M : Z) (o : nat -> Z) (t : Z) (adm : list attempt) (waiting : list nat) : list
  attempt :=
  match fuel with
  | O => adm
  | S f =>
    match waiting with
    | [] => adm
    | j :: rest =>
      let new := adm ++ [Att j t (o j)] in
      if fits s M new then mcsf_run f s M o t new rest else mcsf_run f s M o (t + 1) adm waiting
    end
  end.

Definition mcsf (I : instance) (queue : list nat) : list attempt :=
  mcsf_run (njobs I + Z.to_nat (lsum (fun o => o) (lengths I))) (prompt I) (budget I) (len I) 0 [] queue.

(* the queue: all jobs by ascending length, ties in any order *)
Definition by_length (I : instance) (queue : list nat) : Prop :=
  Permutation queue (seq 0 (njobs I)) /\
  forall i j, (i <= j < length queue)%nat -> len I (nth i queue O) <= len I (nth j queue O).

Definition nil_att := Att O 0 0.

(* MC-SF, with ties in any order *)
Definition MC_SF : scheduler := fun I run => exists queue, by_length I queue /\ run = mcsf I queue.

Lemma choice (P : nat -> Z -> Prop) (c : nat -> bool) n :
  (forall j, (j < n)%nat -> c j = true -> exists t, P j t) ->
  exists tau, forall j, (j < n)%nat -> c j = true -> P j (tau j).
Proof.
  induction n as [|n IH]; intros H; [exists (fun _ => 0); intros; lia|].
  destruct IH as [tau T]; [intros; apply H; auto; lia|].
  destruct (c n) eqn:E.
  - destruct (H n ltac:(lia) E) as [t Ht]. exists (fun j => if (j =? n)%nat then t else tau j).
    intros j Hj Hc. destruct (Nat.eqb_spec j n) as [->|N]; auto. apply T; auto. lia.
  - exists tau. intros j Hj Hc. apply T; auto. assert (j <> n) by (intros ->; congruence). lia.
Qed.

Lemma forallb_false {A} (f : A -> bool) l : forallb f l = false -> exists a, In a l /\ f a = false.
Proof.
  induction l as [|x r IH]; simpl; intros H; [discriminate H|]. apply andb_false_iff in H. destruct H as [H|H].
  - exists x. auto.
  - destruct (IH H) as [a [A1 A2]]. exists a. auto.
Qed.

Set Default Proof Using "All".

Definition at_ (l : list attempt) (i : nat) : attempt := nth i l nil_att.

Section Run.
Variables (I : instance) (q : list nat).
Hypotheses (HI : valid I) (Hq : by_length I q).
Notation s := (prompt I).
Notation M := (budget I).
Notation n := (njobs I).
(* lengths in the order of the queue *)
Definition queue_len (i : nat) : Z := len I (nth i q O).
Notation o := queue_len.

Lemma q_length : length q = n.
Proof. destruct Hq as [P _]. apply Permutation_length in P. now rewrite seq_length in P. Qed.

Lemma q_lt i : (i < n)%nat -> (nth i q O < n)%nat.
Proof.
  intros Hi. destruct Hq as [P _]. assert (In (nth i q O) (seq 0 n)).
  { apply (Permutation_in _ P). apply nth_In. rewrite q_length. exact Hi. }
  apply in_seq in H. lia.
Qed.

Lemma o_valid i : (i < n)%nat -> 1 <= o i /\ s + o i <= M.
Proof. intros Hi. apply (len_valid I _ HI). now apply q_lt. Qed.

Lemma s_nonneg : 0 <= s. Proof. apply HI. Qed.
Lemma M_nonneg : 0 <= M. Proof. destruct HI as [[? ?] _]. lia. Qed.

(* job i would break the budget beside l if it started at t *)
Definition stuck (l : list attempt) (i : nat) (t : Z) : Prop :=
  exists r, t <= r <= t + o i - 1 /\ M < usage s l r + (s + (r - t + 1)).

Record inv (t F : Z) (l : list attempt) : Prop := {
  i_len : (length l <= n)%nat;
  i_att : forall i, (i < length l)%nat -> job (at_ l i) = nth i q O /\ rounds (at_ l i) = o i;
  i_start : forall i, (i < length l)%nat -> 0 <= start (at_ l i) <= t;
  i_mono : forall i j, (i <= j < length l)%nat -> start (at_ l i) <= start (at_ l j);
  i_zero : (0 < length l)%nat -> start (at_ l 0) = 0;
  i_fit : forall r, usage s l r <= M;
  i_stuck : forall j, (S j < length l)%nat -> start (at_ l j) < start (at_ l (S j)) ->
            stuck (firstn (S j) l) (S j) (start (at_ l (S j)) - 1);
  i_head : (length l < n)%nat ->
           (match length l with O => t = 0 | S j => t = start (at_ l j) end) \/ stuck l (length l) (t - 1);
  i_end : forall a, In a l -> finish a <= F }.

Lemma not_fits l i t : (i < n)%nat -> (forall r, usage s l r <= M) ->
  fits s M (l ++ [Att (nth i q O) t (o i)]) = false -> stuck l i t.
Proof.
  intros Hi Hl H. set (new := Att (nth i q O) t (o i)) in *.
  assert (E : exists a, In a (l ++ [new]) /\ M < usage s (l ++ [new]) (finish a - 1)).
  { unfold fits in H. apply forallb_false in H. destruct H as [a [A B]]. exists a. split; auto.
    now apply Z.leb_gt in B. }
  destruct E as [a [_ B]]. set (r := finish a - 1) in *. exists r.
  rewrite usage_app in B. specialize (Hl r). unfold usage at 2 in B. cbn [lsum] in B.
  unfold memory, new, finish in B. cbn [start rounds] in B.
  destruct (t <=? r) eqn:E1; destruct (r <? t + o i) eqn:E2; cbn [andb] in B; try lia.
Qed.

Lemma fits_ok l : fits s M l = true -> forall r, usage s l r <= M.
Proof.
  intros H. apply last_rounds_suffice; [apply s_nonneg|apply M_nonneg|].
  intros a Ha. unfold fits in H. rewrite forallb_forall in H. specialize (H a Ha). lia.
Qed.

Lemma nth_snoc (l : list attempt) x i : (i < length l)%nat -> at_ (l ++ [x]) i = at_ l i.
Proof. intros. unfold at_. now apply app_nth1. Qed.
Lemma nth_last (l : list attempt) x : at_ (l ++ [x]) (length l) = x.
Proof. unfold at_. rewrite app_nth2 by lia. now rewrite Nat.sub_diag. Qed.

Lemma stuck_room l i t : (i < n)%nat -> (forall a, In a l -> finish a <= t) -> ~ stuck l i t.
Proof.
  intros Hi Hl [r [R1 R2]]. rewrite (usage_zero s l r) in R2.
  - destruct (o_valid i Hi). lia.
  - intros a Ha. specialize (Hl a Ha). lia.
Qed.

Lemma step_admit t F l : inv t F l -> (length l < n)%nat ->
  let new := Att (nth (length l) q O) t (o (length l)) in
  fits s M (l ++ [new]) = true -> inv t (Z.max F (t + o (length l))) (l ++ [new]).
Proof.
  intros H Hn new Hf. destruct H. assert (EL : length (l ++ [new]) = S (length l)) by (rewrite app_length;
    simpl; lia).
  assert (T0 : 0 <= t).
  { destruct (Nat.eq_dec (length l) 0) as [E|E].
    - specialize (i_head0 Hn). rewrite E in i_head0. destruct i_head0 as [A|A]; [lia|].
      exfalso. apply (stuck_room l 0 (t - 1)); auto; [lia|]. apply length_zero_iff_nil in E. rewrite E.
      intros a [].
    - specialize (i_start0 0%nat ltac:(lia)). lia. }
  constructor.
  - lia.
  - intros i Hi. rewrite EL in Hi. destruct (Nat.eq_dec i (length l)) as [->|N].
    + rewrite nth_last. auto.
    + rewrite nth_snoc by lia. apply i_att0. lia.
  - intros i Hi. rewrite EL in Hi. destruct (Nat.eq_dec i (length l)) as [->|N].
    + rewrite nth_last. simpl. lia.
    + rewrite nth_snoc by lia. apply i_start0. lia.
  - intros i j Hij. rewrite EL in Hij. destruct (Nat.eq_dec j (length l)) as [->|N].
    + rewrite nth_last. destruct (Nat.eq_dec i (length l)) as [->|N2]; [rewrite nth_last; lia|].
      rewrite nth_snoc by lia. simpl. apply i_start0. lia.
    + rewrite !nth_snoc by lia. apply i_mono0. lia.
  - intros _. destruct (Nat.eq_dec (length l) 0) as [E|E].
    + specialize (i_head0 Hn). rewrite E in i_head0. assert (EN := nth_last l new). rewrite E in EN. rewrite EN.
      cbn [start new].
      destruct i_head0 as [A|A]; auto. exfalso. apply (stuck_room l 0 (t - 1)); auto; [lia|].
      apply length_zero_iff_nil in E. rewrite E. intros a [].
    + rewrite nth_snoc by lia. apply i_zero0. lia.
  - now apply fits_ok.
  - intros j Hj Hlt. rewrite EL in Hj. destruct (Nat.eq_dec (S j) (length l)) as [E|N].
    + rewrite E in *. rewrite nth_last in *. rewrite firstn_app, Nat.sub_diag, firstn_all. simpl firstn.
      rewrite app_nil_r.
      cbn [start new] in *. rewrite nth_snoc in Hlt by lia. specialize (i_head0 Hn).
      rewrite <- E in i_head0 at 1.
      destruct i_head0 as [A|A]; [lia|exact A].
    + rewrite !nth_snoc in * by lia. rewrite firstn_app. replace (S j - length l)%nat with 0%nat by lia.
      simpl (firstn 0 _). rewrite app_nil_r. apply i_stuck0; auto. lia.
  - intros Hlt. left. rewrite EL. rewrite nth_last. reflexivity.
  - intros a Ha. apply in_app_or in Ha. destruct Ha as [Ha|[<-|[]]]; [specialize (i_end0 a Ha); lia|].
    unfold finish. simpl. lia.
Qed.

Lemma step_wait t F l : inv t F l -> (length l < n)%nat -> stuck l (length l) t -> inv (t + 1) F l.
Proof.
  intros H Hn Hs. destruct H. constructor; auto.
  - intros i Hi. specialize (i_start0 i Hi). lia.
  - intros _. right. replace (t + 1 - 1) with t by lia. exact Hs.
Qed.

Definition rest_len (l : list attempt) : Z := lsum (len I) (skipn (length l) q).

Lemma run_inv fuel : forall t F l, inv t F l ->
  Z.of_nat (n - length l) + rest_len l + Z.max 0 (F - t) <= Z.of_nat fuel ->
  exists t' F', let r := mcsf_run fuel s M (len I) t l (skipn (length l) q) in inv t' F' r /\ length r = n.
Proof.
  induction fuel as [|f IH]; intros t F l H Hm.
  - assert (length l = n).
    { assert (0 <= rest_len l). { apply lsum_nonneg. intros j Hj. destruct (len_valid I j HI); [|lia].
        destruct Hq as [P _]. assert (In j q). { rewrite <- (firstn_skipn (length l) q). apply in_or_app.
        now right. }
        apply (Permutation_in _ P) in H0. apply in_seq in H0. lia. }
      assert (A := i_len _ _ _ H). lia. }
    exists t, F. simpl. auto.
  - destruct (lt_dec (length l) n) as [Hn|Hn].
    + assert (Esk : skipn (length l) q = nth (length l) q O :: skipn (S (length l)) q).
      { assert (L := q_length). clear - Hn L. revert Hn. rewrite <- L. generalize (length l) as k. clear L. 
        induction q as [|x r IHq]; intros k Hk; [simpl in Hk; lia|]. destruct k; [reflexivity|].
        simpl in *. rewrite IHq by lia. reflexivity. }
      rewrite Esk. cbn [mcsf_run]. change (len I (nth (length l) q O)) with (o (length l)).
      destruct (fits s M (l ++ [Att (nth (length l) q O) t (o (length l))])) eqn:E.
      * assert (N := step_admit t F l H Hn E). cbv zeta in N.
        set (l' := l ++ [Att (nth (length l) q O) t (o (length l))]) in *.
        assert (EL : length l' = S (length l)) by (unfold l'; rewrite app_length; simpl; lia).
        rewrite <- EL. apply (IH _ _ _ N).
        unfold rest_len in *. rewrite EL. rewrite Esk in Hm. cbn [lsum] in Hm.
        change (len I (nth (length l) q O)) with (o (length l)) in Hm. 
        assert (O1 := proj1 (o_valid (length l) Hn)). lia.
      * assert (St := not_fits l (length l) t Hn (i_fit _ _ _ H) E).
        rewrite <- Esk. apply (IH _ _ _ (step_wait t F l H Hn St)).
        assert (t < F). { destruct (Z_lt_le_dec t F); auto. exfalso. apply (stuck_room l (length l) t Hn); auto.
          intros a Ha. assert (A := i_end _ _ _ H a Ha). lia. }
        lia.
    + assert (EL : length l = n) by (assert (A := i_len _ _ _ H); lia).
      rewrite EL, <- q_length, skipn_all. simpl. exists t, F. split; [exact H|now rewrite q_length].
Qed.

Lemma inv_start : inv 0 0 [].
Proof.
  constructor; simpl; try (intros; lia); auto.
  intros r. apply M_nonneg.
Qed.

Lemma lsum_map_q : lsum (len I) q = lsum (fun x => x) (lengths I).
Proof.
  destruct Hq as [P _]. rewrite (lsum_perm _ _ _ P). unfold njobs, len.
  rewrite (lsum_nth (fun x => x) (lengths I) 0). reflexivity.
Qed.

Lemma mcsf_inv : exists t F, inv t F (mcsf I q) /\ length (mcsf I q) = n.
Proof.
  assert (Y0 : 0 <= lsum (fun x => x) (lengths I)).
  { apply lsum_nonneg. intros y Hy. destruct HI as [_ V]. specialize (V y Hy). lia. }
  apply (run_inv _ 0 0 [] inv_start). unfold rest_len. simpl skipn. rewrite lsum_map_q. simpl length. lia.
Qed.

Lemma mcsf_att i : (i < n)%nat -> exists t, at_ (mcsf I q) i = Att (nth i q O) t (o i).
Proof.
  intros Hi. destruct mcsf_inv as [t [F [H L]]]. destruct (i_att _ _ _ H i ltac:(lia)) as [A B].
  exists (start (at_ (mcsf I q) i)). rewrite <- A, <- B. destruct (at_ (mcsf I q) i); reflexivity.
Qed.

Lemma in_mcsf a : In a (mcsf I q) -> exists i, (i < n)%nat /\ a = at_ (mcsf I q) i.
Proof.
  intros Ha. destruct mcsf_inv as [t [F [H L]]]. apply (In_nth _ _ nil_att) in Ha. destruct Ha as [i [Hi E]].
  exists i. rewrite <- E. split; [lia|reflexivity].
Qed.

Lemma mcsf_jobs : map job (mcsf I q) = q.
Proof.
  destruct mcsf_inv as [t [F [H L]]]. apply nth_ext with (d := job nil_att) (d' := O).
  - rewrite map_length, q_length. exact L.
  - intros i Hi. rewrite map_length in Hi. rewrite map_nth. apply (i_att _ _ _ H i Hi).
Qed.

Lemma mcsf_complete : completions I (mcsf I q) = mcsf I q.
Proof.
  unfold completions. assert (A : forall a, In a (mcsf I q) -> complete I a = true).
  { intros a Ha. destruct (in_mcsf a Ha) as [i [Hi ->]]. destruct (mcsf_att i Hi) as [t ->].
    unfold complete. simpl. apply Z.eqb_refl. }
  revert A. induction (mcsf I q) as [|x r IH]; intros A; auto. simpl. rewrite A by now left. f_equal. apply IH.
  intros; apply A; now right.
Qed.

Theorem mcsf_feasible : feasible I (mcsf I q).
Proof.
  destruct mcsf_inv as [t [F [H L]]]. split; [|split; [|split]].
  - intros a Ha. destruct (in_mcsf a Ha) as [i [Hi E]]. destruct (i_att _ _ _ H i ltac:(lia)) as [A B].
    assert (C := i_start _ _ _ H i ltac:(lia)). rewrite <- E in A, B, C. destruct (o_valid i Hi).
    split; [rewrite A; now apply q_lt|]. split; [lia|]. rewrite A, B. fold (o i). lia.
  - apply (i_fit _ _ _ H).
  - assert (N : NoDup (map job (mcsf I q))).
    { rewrite mcsf_jobs. destruct Hq as [P _]. apply (Permutation_NoDup (Permutation_sym P)). apply seq_NoDup. }
    revert N. generalize (mcsf I q). induction l as [|x r IH]; intros N; constructor;
      inversion N as [|? ? N1 N2]; subst.
    + apply Forall_forall. intros y Hy E. exfalso. apply N1. rewrite E. now apply in_map.
    + now apply IH.
  - rewrite mcsf_complete, mcsf_jobs. apply Hq.
Qed.

End Run.
